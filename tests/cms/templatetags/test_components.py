"""The parts that pages are made of, as text: what they say, and what they never say."""

import datetime as dt
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

CARD = {
    "url": "/opportunities/1/",
    "title": "Garden morning",
    "kind": "group",
    "kind_label": "Support group",
    "motif": "garden",
    "organisation": "Sallow Lane",
    "where": "Northgate",
    "tags": ["No ID needed"],
    "date": "Tue 5 May",
    "time": "10 am to 12 noon",
    "places": "few",
    "rhythm": "Every Tuesday",
    "heading": "h2",
}


def show(name: str, **context: object) -> str:
    return re.sub(r"\s+", " ", render_to_string(f"components/{name}.html", context))


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ("open", "Places left"),
        ("few", "A few places left"),
        ("full", "Full · waiting list"),
        ("unlimited", "Open to all"),
    ],
)
def test_places_are_told_in_words_and_never_in_numbers(places, words):
    shown = re.sub(r"<[^>]+>", "", show("places", places=places)).strip()
    assert shown == words
    assert not re.search(r"\d", shown)


@pytest.mark.parametrize("name", ["opportunity_card", "opportunity_card_up"])
def test_a_card_says_what_where_and_when_and_its_title_is_the_link(name):
    shown = show(name, card=CARD)
    assert '<h2 class="opp__title"><a href="/opportunities/1/">Garden morning</a></h2>' in shown
    for words in ("Support group", "Sallow Lane", "Northgate", "Tue 5 May", "A few places left"):
        assert words in shown
    assert shown.count("<a ") == 1
    assert "tile--group" in shown


@pytest.mark.parametrize("name", ["opportunity_card", "opportunity_card_up"])
def test_a_card_without_a_date_or_a_place_leaves_them_out(name):
    shown = show(name, card={**CARD, "date": "", "where": "", "tags": [], "heading": ""})
    assert "Next date" not in shown
    assert "Places" not in shown
    assert "<br>" not in shown
    assert '<h3 class="opp__title">' in shown


def test_a_card_says_why_it_fits_only_when_there_is_a_reason():
    assert "Fits you" not in show("opportunity_card", card=CARD)
    assert "childcare" in show("opportunity_card", card={**CARD, "fits": "childcare"})


def test_words_of_a_card_are_escaped():
    assert "<script>" not in show("opportunity_card", card={**CARD, "title": "<script>"})


class Note(forms.Form):
    alias = forms.CharField(label="Name for the day", help_text="Any name you like.")
    note = forms.CharField(required=False)


def test_a_field_ties_its_hint_and_its_error_to_the_control_and_loses_nothing():
    form = Note({"alias": "", "note": "typed"})
    shown = show("field", field=form["alias"])
    assert 'for="id_alias"' in shown
    assert 'aria-describedby="id_alias_helptext id_alias_error"' in shown
    assert 'id="id_alias_helptext"' in shown
    assert 'id="id_alias_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'value="typed"' in show("field", field=form["note"])


def test_what_is_not_required_says_so():
    form = Note()
    assert "(optional)" in show("field", field=form["note"])
    assert "(optional)" not in show("field", field=form["alias"])
    assert "error" not in show("field", field=form["alias"])


def test_the_summary_of_errors_leads_to_the_fields():
    shown = show("error_summary", form=Note({}))
    assert "One answer needs another look" in shown
    assert '<a href="#id_alias">' in shown
    assert "autofocus" in shown
    assert show("error_summary", form=Note({"alias": "Sam"})).strip() == ""


def test_an_error_of_the_whole_form_is_in_the_summary_without_a_link():
    form = Note({"alias": "Sam"})
    form.add_error(None, "That date has gone.")
    assert "<li>That date has gone.</li>" in show("error_summary", form=form)


def test_pages_lead_on_only_where_there_is_more():
    assert show("pages").strip() == ""
    shown = show("pages", next="?after=x")
    assert 'href="?after=x" rel="next"' in shown
    assert 'rel="prev"' not in shown


@pytest.mark.parametrize(("level", "icon"), [("success", "check"), ("error", "alert")])
def test_a_toast_is_read_out(level, icon):
    shown = show("toast", messages=[type("Message", (str,), {"level_tag": level})("Saved <b>")])
    assert 'role="status"' in shown
    assert f"#i-{icon}" in shown
    assert "<b>" not in shown


def test_the_strip_of_numbers_shows_when_each_was_checked_and_that_calls_leave_traces():
    line = {"name": "988", "number": "988", "tel": "988", "note": "Day and night."}
    line["verified_on"] = dt.date(2026, 5, 4)
    shown = show("crisis_strip", furniture={"emergency_number": "911", "crisis_lines": [line]})
    assert 'href="tel:911"' in shown
    assert 'href="tel:988"' in shown
    assert "Checked 4 May 2026" in shown
    assert "on the bill" in shown
    assert "not an emergency service" in shown


def test_without_numbers_there_is_no_strip():
    assert show("crisis_strip", furniture={}).strip() == ""


def test_what_others_see_is_said_before_what_they_never_see():
    shown = show("secret", seen=["“Sam”"], unseen=["your e-mail"])
    assert shown.index("“Sam”") < shown.index("your e-mail")
    assert "#i-noeye" in shown


def test_crumbs_and_empty_states_lead_somewhere():
    assert '<a href="/a/">A</a>' in show("crumbs", crumbs=[("/a/", "A")])
    shown = show("empty", title="Nothing yet", url="/a/", action="Look")
    assert '<a class="btn btn--plain" href="/a/">Look</a>' in shown


class Two(forms.Form):
    alias = forms.CharField(label="Name", error_messages={"required": "Say something."})
    day = forms.CharField(label="Which day?", error_messages={"required": "Say something."})
    word = forms.CharField(label="Word", error_messages={"required": "Word: still empty."})


def test_each_line_on_top_of_a_form_names_its_question_once():
    shown = show("error_summary", form=Two({}))
    assert "<strong>Name:</strong> Say something.</a>" in shown
    assert "<strong>Which day?</strong> Say something." in shown
    assert shown.count("Word:") == 1


def test_how_many_need_another_look_is_said_in_the_readers_language():
    with translation.override("es"):
        assert "Tres respuestas necesitan otra mirada" in show("error_summary", form=Two({}))
