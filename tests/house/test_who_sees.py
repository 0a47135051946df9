"""Beside every question a participant is asked stands who sees the answer, from one source.

That it is true is shown in tests/access/test_seen.py; here: that it is said, everywhere, and that
nobody adds a question or a field without deciding it (docs/decisions/0009).
"""

import datetime as dt
import importlib
import pkgutil
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

import cms.forms
import community.mentorship.forms
import community.notifications
import community.organisations.forms
import community.people.forms as people
import community.safety
import community.support.forms
import opportunities.forms
from cms.actions import prepare_site
from cms.forms import RenewForm, YesForm
from community.mentorship.forms import applying as mentors
from community.mentorship.forms import meetings, request, walking
from community.mentorship.forms import own as mentoring
from community.mentorship.models import CheckIn, Mentorship
from community.people.actions import name_aim
from community.people.devices import FIRST
from community.people.forms.code import WayBackForm
from community.people.forms.first import FirstTimeForm
from community.safety.actions import seen
from community.safety.actions.declared import declaring_models
from community.support.forms.first_contact import TalkForm
from community.support.forms.wrong import WrongForm
from opportunities.actions.hours import count_hours
from opportunities.forms import (
    apart,
    concerns,
    contact,
    enquiries,
    hours,
    path,
    regulars,
    reminders,
    signups,
    suggesting,
)
from opportunities.forms.calendar_address import CalendarAddressForm
from opportunities.forms.letters import LetterForm
from opportunities.forms.looking import LookingForForm
from opportunities.models import Part, PracticalNeed, Suggestion
from opportunities.models.vocabulary import BRING_SOMEONE, JUST_LISTEN
from tests.factories.mentorship import MentorFactory
from tests.factories.opportunities import (
    AreaFactory,
    EnquiryFactory,
    RegularFactory,
    SignUpFactory,
    place_that_comes_again,
)
from tests.factories.stories import agreed, asked, draft
from tests.factories.support import ServiceFactory
from tests.factories.walking import MentorshipFactory

LONG_AGO = dt.datetime(2026, 5, 4, 16, 0, tzinfo=dt.UTC)
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use"}
CONTROLS = {"input", "select", "textarea"}
# The questions of each page, and who asks for it.
PAGES = {
    "account_login": ("stranger", [people.LoginForm]),
    "account_signup": ("stranger", [people.SignupForm]),
    "account_reset_password_from_key": ("stranger", [people.ResetPasswordKeyForm]),
    "account_change_password": ("participant", [people.ChangePasswordForm]),
    "people:first": ("newcomer", [FirstTimeForm]),
    "people:settings": ("participant", [people.SettingsForm, people.AddressForm]),
    "people:way_back": ("participant", [WayBackForm]),
    "people:releases": ("participant", [people.ReleaseForm]),
    "support:talk": ("stranger", [TalkForm]),
    "mentorship:ask": ("participant", [request.RequestForm]),
    "mentorship:two, offered": ("participant", [walking.QuestionForm]),
    "mentorship:two, active": (
        "participant",
        [walking.UnsafeForm, walking.RestForm, walking.ClosingForm],
    ),
    "mentorship:two, closing": (
        "participant",
        [walking.UnsafeForm, walking.RestForm, walking.ChangedForm],
    ),
    "mentorship:check_in": ("participant", [walking.CheckInForm]),
    "mentorship:words": ("participant", [meetings.LineForm, meetings.ReportForm]),
    "mentorship:meetings": ("participant", [meetings.MeetingForm]),
    "mentorship:apply": ("participant", [mentors.MentorApplicationForm]),
    "mentorship:answers": ("mentor", [mentors.MentorAnswersForm]),
    "mentorship:mine": ("mentor", [mentoring.PauseForm, mentoring.LogForm]),
    "people:journal": ("participant", [people.JournalForm]),
    "people:self_checks": ("participant", [people.SelfCheckForm]),
    "opportunities:plan": ("participant", [people.JournalForm]),
    "opportunities:path": ("participant", [path.AimForm]),
    "opportunities:aim": ("participant", [path.AimForm]),
    "opportunities:new_step": ("participant", [path.StepForm]),
    "opportunities:milestones": ("participant", [path.MilestoneForm]),
    "opportunities:thought": ("participant", [suggesting.YesToItForm]),
    "opportunities:contact": ("participant", [contact.ContactForm]),
    "opportunities:reminders": ("participant", [reminders.ReminderForm]),
    "opportunities:calendar_address": ("participant", [CalendarAddressForm]),
    "opportunities:letters": ("participant", [LetterForm]),
    "opportunities:looking": ("participant", [LookingForForm]),
    "opportunities:saved": ("participant", [reminders.WordingForm]),
    "opportunities:saved, comes again": (
        "participant",
        [reminders.WordingForm, regulars.RegularForm],
    ),
    "opportunities:regular": ("participant", [regulars.BreakForm]),
    "opportunities:stayed": ("participant", [hours.StayedForm]),
    "opportunities:apart": ("participant", [*apart.FORMS.values()]),
    "yours_one": ("participant", [YesForm]),
    "yours_one, again": ("participant", [RenewForm]),
    "opportunities:tell_us": ("participant", [concerns.ConcernForm]),
    "support:wrong": ("stranger", [WrongForm]),
    "opportunities:ask": ("participant", [enquiries.EnquiryForm]),
    "opportunities:detail": ("participant", [signups.SignUpForm]),
    "opportunities:detail, new here": ("stranger", [signups.SignUpForm, people.NewcomerForm]),
}
# Asked to prove who it is, to act or as a trap for programs; no answer is kept.
PASSING = {
    "login",
    "password",
    "oldpassword",
    "website",
    "forget_code_word",
    "fax",
    "accepts",
    "gives_back",
}
# Forms of which no answer is kept, and those of partners about what they offer.
NOTHING_KEPT = {
    "CodeRequestForm", "CodeTypedForm", "ClosedAccountForm", "PasswordForm", "ResetPasswordForm",
    "FilterForm", "ActivateForm", "CodeForm", "CodeAgainForm", "PasswordAgainForm", "NewCodesForm",
    "PasskeyForm", "PasskeyStepForm", "PasskeyAgainForm", "ApartForm",
    "CodeOfLetterForm", "CodeOfTalkForm",
    "CodeWordForm",
    "DoorCodeForm",
    "HelpFilterForm",
}  # fmt: skip
# The name of a passkey is a library's row; whoever opens this page is its owner.
OF_LIBRARIES = {"AddPasskeyForm", "RenamePasskeyForm"}
# Of an organisation and what it offers; staff read what it applies with.
OF_PARTNERS = {
    "StartForm", "OpportunityForm", "SessionForm", "NewDatesForm", "ScheduledDateForm",
    "CallOffForm", "CourseForm", "ApplicationForm", "InvitationForm", "AnswerForm",
    "AskedUntilForm", "WalkInsForm", "PartsForm", "AnnouncementForm", "UploadForm",
    "TellingForm",
}  # fmt: skip
# Of somebody who has no account here, about somebody who has.
OF_OTHERS = {"ReferenceForm"}
# Of two: the other one reads it, which no page but theirs could show; it says so in its words.
OF_TWO = {"ThoughtForm"}


class Page(HTMLParser):
    """Each control of a page with the ids of what describes it or a group around it; and the
    sentences of who sees what by their ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, list[str]]] = []
        self.controls: list[tuple[str, set[str]]] = []
        self.sentences: dict[str, str] = {}
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        said = (about.get("aria-describedby") or "").split()
        if tag in CONTROLS and about.get("type") not in {"hidden", "submit"}:
            around = {id_ for _tag, ids in self.open for id_ in ids}
            self.controls.append((about["name"], {*said, *around}))
        if tag == "p" and "sees" in (about.get("class") or "").split():
            self.inside = about["id"]
            assert self.inside not in self.sentences, "an id twice"
            self.sentences[self.inside] = ""
        if tag not in VOID:
            self.open.append((tag, said))

    def handle_endtag(self, tag):
        if tag in VOID:  # closed in itself, as in <use/>: it was never open
            return
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "p":
            self.inside = ""

    def handle_data(self, data):
        if self.inside:
            self.sentences[self.inside] += data


def faults(html: str, places: dict[str, str]) -> list[str]:
    """What is missing or wrong beside the questions of a page, in words."""
    page, found = Page(html), []
    for name, ids in page.controls:
        said = {page.sentences[id_] for id_ in ids if id_ in page.sentences}
        if name in PASSING:
            continue
        if name not in places:
            found.append(f"{name}: nobody says where it is kept")
            continue
        expected = f"Who can see this: {seen.sentence_for(places[name])}"
        if said != {expected}:
            found.append(f"{name}: says {sorted(said)} and not {expected}")
    return found


def places_of(classes) -> dict[str, str]:
    return {name: place for form in classes for name, place in form.kept_in.items()}


def own_forms() -> dict[str, type[forms.BaseForm]]:
    """Every form of the apps below the editors' admin, by its name."""
    packages = [
        opportunities.forms, people, community.support.forms, community.mentorship.forms, cms.forms,
    ]  # fmt: skip
    for app in (community.notifications, community.safety):
        assert not any(info.name == "forms" for info in pkgutil.iter_modules(app.__path__))
    modules = [
        importlib.import_module(f"{package.__name__}.{info.name}")
        for package in packages
        for info in pkgutil.iter_modules(package.__path__)
    ]
    return {
        one.__name__: one
        for module in [*modules, community.organisations.forms]
        for one in vars(module).values()
        if isinstance(one, type)
        and issubclass(one, forms.BaseForm)
        and one.__module__ == module.__name__
    }


def story_of(person, *, is_told: bool):
    """What a teller is asked to read, or has said yes to and is asked again."""
    consent = asked(draft(), teller=person)
    if is_told:
        consent = agreed(consent.page)
        type(consent).objects.update(told_days=30)
    return consent


def two_together(participant, how: str) -> tuple[Mentorship, CheckIn]:
    """Somebody walks with them, or may, and asks how it goes."""
    today = timezone.localdate()
    state = {"offered": "offered_p", "closing": "closing"}.get(how, "active")
    two = MentorshipFactory(person=participant, state=state, ends_on=today)
    asked = {"person": participant, "side": "participant", "due_on": today}
    return two, CheckIn.objects.create(mentorship=two, **asked)


@pytest.fixture
def visitor(participant, as_person, stranger):
    """A function from who is asked in PAGES to their client."""

    def client_of(who: str):
        client = stranger if who == "stranger" else as_person(participant, proved=True)
        if who == "mentor":
            MentorFactory(person=participant)
        if who == "newcomer":
            session = client.session
            session[FIRST] = True
            session.save()
        return client

    return client_of


@pytest.fixture
def page_of(request, participant, visitor):
    """A function from a name in PAGES to the page as it is sent."""

    def fetch(name: str) -> str:
        route = name.split(",")[0]
        prepare_site()  # the words to choose from
        came = SignUpFactory(person=participant, state="attended", session__starts_at=LONG_AGO)
        count_hours(sign_up=came, now=timezone.now())
        bring = list(PracticalNeed.objects.filter(slug__in=[BRING_SOMEONE, JUST_LISTEN]))
        sign_up = SignUpFactory(person=participant, session__opportunity__needs=bring)
        Part.objects.create(opportunity=sign_up.session.opportunity, name="Drivers", places=2)
        over = SignUpFactory(
            person=participant, session__starts_at=timezone.now() - dt.timedelta(days=3)
        )
        again = place_that_comes_again(participant)
        aim = name_aim(by=participant, words="A quiet flat", now=timezone.now())
        key = f"{int_to_base36(participant.pk)}-{default_token_generator.make_token(participant)}"
        two, check_in = two_together(participant, name.partition(", ")[2])
        thought = Suggestion.objects.create(
            mentorship=two, opportunity=sign_up.session.opportunity, made_at=timezone.now()
        )
        arguments = {
            "opportunities:thought": [thought.public_id],
            "opportunities:aim": [aim.public_id],
            "opportunities:new_step": [aim.public_id],
            "mentorship:two": [two.public_id],
            "mentorship:words": [two.public_id],
            "mentorship:meetings": [two.public_id],
            "mentorship:check_in": [check_in.pk],
            "opportunities:saved": [again if "again" in name else sign_up.public_id],
            "opportunities:regular": [RegularFactory(person=participant).public_id],
            "opportunities:ask": [EnquiryFactory().opportunity.public_id],  # somebody else asked
            "opportunities:stayed": [over.public_id],
            "opportunities:detail": [sign_up.session.opportunity.public_id],
            "support:wrong": [ServiceFactory().public_id],
            "account_reset_password_from_key": key.split("-", 1),
        }
        if route == "yours_one":
            arguments[route] = [story_of(participant, is_told="again" in name).public_id]
        AreaFactory()
        client = visitor(PAGES[name][0])
        address = reverse(route, args=arguments.get(route, []))
        answer = client.get(address, {"go": "1"} if route == "account_signup" else {}, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    return fetch


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_says_beside_every_question_who_sees_the_answer(name, page_of):
    places, html = places_of(PAGES[name][1]), page_of(name)
    assert faults(html, places) == []
    asked = {control for control, _ids in Page(html).controls}
    left_out = {"alias", "email"} if people.NewcomerForm in PAGES[name][1] else set()
    assert set(places) - left_out <= asked


def test_every_form_is_on_a_page_here_or_keeps_nothing():
    elsewhere = NOTHING_KEPT | OF_LIBRARIES | OF_PARTNERS | OF_OTHERS | OF_TWO
    on_pages = {form.__name__ for _who, classes in PAGES.values() for form in classes}
    assert set(own_forms()) == on_pages | elsewhere
    assert not on_pages & elsewhere


@pytest.mark.parametrize(
    "privacy",
    [pytest.param(p, id=m._meta.label) for m, p in declaring_models() if hasattr(p, "seen_by")],
)
def test_model_says_who_sees_its_own_fields_and_what_they_are_called(privacy):
    assert {privacy.fields[name] for name in privacy.seen_by} <= {"own", "secret"}
    for audiences in privacy.seen_by.values():
        assert frozenset(audiences) in seen.SENTENCES
    named = [name for _words, names in privacy.called for name in names]
    assert sorted(named) == sorted(privacy.seen_by)
    for _words, names in privacy.called:
        assert len({frozenset(privacy.seen_by[name]) for name in names}) == 1


def test_table_names_each_thing_once_for_everybody_who_looks():
    told = [str(words) for words, _by in seen.things()]
    assert len(set(told)) == len(told)
    for row in seen.who_sees_what():
        assert sorted(told) == sorted(map(str, [*row.at_once, *row.after_reason, *row.never]))
    organisations, staff, _after_two, _matched, _shown, operator, others = seen.who_sees_what()
    assert "the name that others see" in map(str, organisations.at_once)
    assert "your user name and your e-mail" in map(str, staff.after_reason)
    assert "your user name and your e-mail" in map(str, operator.at_once)
    assert others.at_once == others.after_reason == organisations.after_reason == []


@pytest.mark.django_db
def test_table_stands_on_the_account_page(page_of):
    html = page_of("people:settings")
    table = html[html.index('id="who"') : html.index("</table>")]
    for words, _by in seen.things():
        assert str(words)[1:] in table


# -- controls: what is broken on purpose is seen ---------------------------------------------


@pytest.mark.django_db
def test_control_question_without_its_sentence_and_with_a_wrong_one_is_seen(page_of):
    places, html = places_of(PAGES["opportunities:tell_us"][1]), page_of("opportunities:tell_us")
    assert len(faults(html.replace("id_reach_sees", "elsewhere", 1), places)) == 1
    wrong = html.replace("You and programme staff.", "You and nobody.", 1)
    assert len(faults(wrong, places)) == 1
    assert faults(html, {"reach": places["reach"]}) == ["words: nobody says where it is kept"]


def test_control_field_of_which_nobody_said_who_sees_it_has_no_sentence():
    with pytest.raises(LookupError):
        seen.sentence_for("people.User.role")
