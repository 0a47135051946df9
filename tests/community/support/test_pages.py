"""The directory, as somebody reads it who has no account and wants to leave no trace."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.safety.models import Task, TaskKind
from community.support.models import Heading, Phone, Service, SpokenLanguage, Status, WeeklyHours
from tests.dump import whole_database
from tests.factories.people import form_opened
from tests.factories.support import ServiceFactory, ServicePlaceFactory

pytestmark = pytest.mark.django_db


def html_of(client, name="support:help", args=(), **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def names_in(html: str) -> set[str]:
    return {one.name for one in Service.objects.all() if one.name in html}


def test_it_shows_what_is_on_the_site_by_kind(stranger):
    ServiceFactory(name="First talk")
    ServiceFactory(name="Night room", under=["stay"], is_confidential=True)
    ServiceFactory(name="Not yet", is_live=False)
    ServiceFactory(name="Gone by now", status=Status.GONE)
    ServiceFactory(name="Resting", status=Status.RESTING)
    assert names_in(html_of(stranger)) == {"First talk", "Night room", "Resting"}
    stay = Heading.objects.get(slug="stay")
    assert names_in(html_of(stranger, kind=stay.number)) == {"Night room"}


def test_of_a_kind_three_are_shown_and_a_way_to_the_others(stranger):
    for number in range(5):
        ServiceFactory(name=f"Talk {number}")
    html = html_of(stranger)
    assert names_in(html) == {"Talk 0", "Talk 1", "Talk 2"}
    assert "All of “Talk to someone first”" in html
    assert len(names_in(html_of(stranger, kind=1))) == 5


def test_filters_narrow_what_the_others_leave(stranger):
    one = ServiceFactory(name="Both", no_id=True, pets=True, cost="free")
    SpokenLanguage.objects.create(service=one, code="es", name="Español")
    ServiceFactory(name="No papers", no_id=True)
    ServiceFactory(name="Pets only", pets=True)
    assert names_in(html_of(stranger, good=["no-id"])) == {"Both", "No papers"}
    assert names_in(html_of(stranger, good=["no-id", "pets-welcome"])) == {"Both"}
    assert names_in(html_of(stranger, free="on")) == {"Both"}
    assert names_in(html_of(stranger, lang="es")) == {"Both"}
    assert names_in(html_of(stranger, q="papers", lang="es")) == set()


def test_words_are_looked_for_in_every_text_and_all_of_them(stranger):
    ServiceFactory(name="First talk", who_can_use="Women and girls", provider__name="Lantern")
    ServiceFactory(name="Other")
    assert names_in(html_of(stranger, q="lantern girls")) == {"First talk"}
    assert names_in(html_of(stranger, q="lantern boys")) == set()
    assert names_in(html_of(stranger, q="talk someone")) == {"First talk", "Other"}


def test_open_now(stranger):
    for day in range(7):
        WeeklyHours.objects.create(
            service=Service.objects.filter(name="Always").first() or ServiceFactory(name="Always"),
            weekday=day,
            opens=dt.time(0),
            closes=dt.time(0),
        )
    ServiceFactory(name="Nobody knows")
    html = html_of(stranger, open="on")
    assert names_in(html) == {"Always"}
    assert "Open now" in html


@pytest.mark.parametrize(
    "query",
    ["kind=99", "kind=x", "good=x", "lang=xx", "after=x", f"after={'0' * 32}", "open=x"],
)
def test_an_address_that_makes_no_sense_leads_somewhere(stranger, query):
    ServiceFactory()
    assert stranger.get(f"{reverse('support:help')}?{query}").status_code == 200


def test_a_long_list_goes_on_by_key(stranger):
    for number in range(23):
        ServiceFactory(name=f"Talk {number:02}")
    first = stranger.get(reverse("support:help"), {"kind": 1})
    assert first.context["next"]
    second = stranger.get(
        f"{reverse('support:help')}{first.context['next'].removeprefix('/help/')}"
    )
    assert names_in(second.content.decode()) == {"Talk 20", "Talk 21", "Talk 22"}
    assert second.context["next"] == ""


def test_the_page_of_a_service_says_what_happens(stranger):
    service = ServiceFactory(
        what_happens="Amina answers “hello”.",
        police="Never, unless you ask.",
        house_rules="In by eleven, or you ring.",
        cost="free",
    )
    Phone.objects.create(service=service, number="0808 157 0100")
    ServicePlaceFactory(service=service)
    html = html_of(stranger, "support:service", [service.public_id])
    for said in (
        "What happens when you call",
        "Amina answers “hello”.",
        "Never, unless you ask.",
        "In by eleven, or you ring.",
        'href="tel:08081570100"',
        "list of calls and on the bill",
        "12 Plum Lane",
        "Amina rang them on 20 April 2026",
    ):
        assert said in html


@pytest.mark.parametrize("changed", [{"is_live": False}, {"status": Status.GONE}])
def test_what_is_not_on_the_site_has_no_page(stranger, changed):
    service = ServiceFactory(**changed)
    for name in ("support:service", "support:wrong"):
        assert stranger.get(reverse(name, args=[service.public_id])).status_code == 404


def test_titles_and_addresses_say_nothing(stranger):
    service = ServiceFactory(name="Rehab and detox", under=["drink"])
    html = html_of(stranger, "support:service", [service.public_id])
    assert "<title>Get help –" in " ".join(html.split())
    assert "rehab" not in reverse("support:service", args=[service.public_id])


def test_no_cookie_and_no_row_comes_of_reading(stranger):
    service = ServiceFactory(card_name="Desk")
    ServicePlaceFactory(service=service)
    before = whole_database()
    for address in (
        f"{reverse('support:help')}?q=canary&kind=1&good=no-id",
        reverse("support:service", args=[service.public_id]),
        reverse("support:wrong", args=[service.public_id]),
        reverse("support:card"),
        f"{reverse('support:paper')}?q=canary",
    ):
        answer = stranger.get(address)
        assert answer.status_code == 200
        assert not answer.cookies, address
    assert whole_database() == before


def test_the_card_holds_the_names_for_it_and_nothing_else(stranger):
    desk = ServiceFactory(name="Rehab and detox", card_name="Desk")
    Phone.objects.create(service=desk, number="0808 157 0100")
    Phone.objects.create(service=ServiceFactory(name="Unnamed"), number="0808 157 0199")
    ServiceFactory(name="No number", card_name="Nothing")
    html = html_of(stranger, "support:card")
    assert "Desk" in html
    assert "0808 157 0100" in html
    for hidden in ("Rehab", "0808 157 0199", "Nothing</dt>"):
        assert hidden not in html


def test_the_list_on_paper_keeps_the_filters(stranger):
    ServiceFactory(name="First talk", pets=True)
    ServiceFactory(name="Other")
    assert names_in(html_of(stranger, "support:paper", good=["pets-welcome"])) == {"First talk"}


def wrong_of(service) -> str:
    return reverse("support:wrong", args=[service.public_id])


def test_what_is_wrong_makes_a_task_of_nobody(stranger):
    service = ServiceFactory(name="First talk")
    sent = {"what": "number", "words": "It rings out", **form_opened()}
    answer = stranger.post(wrong_of(service), sent)
    assert answer.status_code == 302
    assert not answer.cookies
    task = Task.objects.get(kind=TaskKind.SERVICE)
    assert (task.person, task.reach, task.about) == (None, "", service.public_id)
    assert task.note == "First talk\nNobody answers, or the number is wrong\nIt rings out"
    assert Service.objects.on_the_site().filter(pk=service.pk).exists()


@pytest.mark.parametrize(
    ("seconds", "sent"),
    [(60, {"fax": "1"}), (-60, {}), (60, {"opened": ""})],
    ids=["trap", "too quick", "no stamp"],
)
def test_a_program_is_thanked_and_not_heard(stranger, seconds, sent):
    sent = {"what": "number", **form_opened(seconds), **sent}
    assert stranger.post(wrong_of(ServiceFactory()), sent).status_code == 302
    assert not Task.objects.exists()


def test_what_was_typed_stays_on_an_error(stranger):
    answer = stranger.post(wrong_of(ServiceFactory()), {"words": "Typed", **form_opened()})
    assert answer.status_code == 400
    assert b"Typed" in answer.content
    assert not Task.objects.exists()


def test_one_entry_does_not_fill_the_list_of_tasks(stranger):
    service, other = ServiceFactory(), ServiceFactory()
    sent = {"what": "gone", **form_opened()}
    for _time in range(5):
        assert stranger.post(wrong_of(service), sent).status_code == 302
    assert stranger.post(wrong_of(service), sent).status_code == 400
    assert stranger.post(wrong_of(other), sent).status_code == 302
    later = timezone.now() - dt.timedelta(hours=2)
    Task.objects.update(created_at=later)
    assert stranger.post(wrong_of(service), sent).status_code == 302
