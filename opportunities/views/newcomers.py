"""Saving a place without having an account yet: both in one form, all or nothing."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from community.people.actions import NameTaken
from community.people.forms import NewcomerForm
from opportunities.actions.signups import Refusal, sign_up_for
from opportunities.forms.signups import SignUpForm
from opportunities.models import SignUp


def newcomer_of(request: HttpRequest) -> NewcomerForm | None:
    """The part of the form for who has no account; None for who is signed in.

    Left empty it stays unbound: whoever has an account is not asked for another one.
    """
    if request.user.is_authenticated:
        return None
    begun = request.method == "POST" and NewcomerForm.is_begun(request.POST)
    return NewcomerForm(request.POST if begun else None, request=request)


def all_valid(form: SignUpForm, newcomer: NewcomerForm | None) -> bool:
    """Both are asked, so that every mistake is shown at once."""
    is_valid = form.is_valid()
    return (newcomer is None or not newcomer.is_bound or newcomer.is_valid()) and is_valid


def save_place(
    request: HttpRequest, form: SignUpForm, newcomer: NewcomerForm | None, now: dt.datetime
) -> list[SignUp]:
    """Save the places; a newcomer is signed in with them. Nothing, and words in a form, if refused.

    A place that is refused leaves no account behind, whose name would be taken at the next try.
    """
    name = form.cleaned_data["name"]
    try:
        with transaction.atomic():
            person: Any = newcomer.open(alias=name) if newcomer else request.user
            saved = sign_up_for(
                sessions=form.chosen,
                by=person,
                alias=name,
                note=form.cleaned_data["note"],
                companions=form.number_of_companions,
                part=form.chosen_part,
                listens=form.just_listens,
                now=now,
            )
    except Refusal as refusal:
        form.add_error("session" if "session" in form.fields else None, str(refusal))
        return []
    except NameTaken as refusal:
        assert newcomer is not None  # noqa: S101 - for the type checker: only it opens accounts
        newcomer.add_error("username", str(refusal))
        return []
    if newcomer:
        newcomer.sign_in(person)
    return saved
