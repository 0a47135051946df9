from functools import partial
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from wagtail.signals import published, unpublished


class OpportunitiesConfig(AppConfig):
    name = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take deleted opportunities out of the search index (`Opportunity.save` does the rest),
        give places back before somebody's account is erased, say what organisations were told of
        them, hold what is published with a red flag, follow what Wagtail publishes, let
        reminders follow the clock and the language of whoever they are for, end a calendar's
        reading with all other sessions, and give mentors the words that they choose from."""
        from modelsearch.signal_handlers import post_delete_signal_handler

        from community.mentorship.actions import give_words
        from community.mentorship.matching import areas_avoided
        from community.people.actions import after_speaking_changes
        from community.people.devices import after_shutting_out
        from community.safety.actions import before_erasing, disclosures
        from opportunities.actions.apart import areas_avoided_by
        from opportunities.actions.calendar_address import end_with_all_others
        from opportunities.actions.contact import remind_anew
        from opportunities.actions.disclosed import told_to_organisations
        from opportunities.actions.regulars import forget_regulars
        from opportunities.actions.signups import give_places_back
        from opportunities.actions.vocabulary import CHOSEN_FROM, words_of

        areas_avoided.append(areas_avoided_by)
        before_erasing.extend([forget_regulars, give_places_back])
        disclosures.append(told_to_organisations)
        after_speaking_changes.append(remind_anew)
        after_shutting_out.append(end_with_all_others)
        for name, model in CHOSEN_FROM.items():
            give_words(name, partial(words_of, model))
        opportunity = self.get_model("Opportunity")
        post_delete.connect(post_delete_signal_handler, sender=opportunity)
        pre_save.connect(_about_to_be_public, sender=opportunity)
        published.connect(_published, sender=opportunity)
        unpublished.connect(_unpublished, sender=opportunity)
        post_save.connect(_renamed, sender="organisations.Organisation")


def _about_to_be_public(instance: Any, update_fields: Any, **_kwargs: Any) -> None:
    """Nothing with a red flag, whoever saves it: a screen, a task, a fixture, an import. And
    where people were sent until now is noted: who comes is told if it is another place."""
    if update_fields is not None and "live" not in update_fields:
        return  # no words are made public by it
    from opportunities.actions.elsewhere import note_where_it_led
    from opportunities.actions.flagged import hold_what_is_flagged

    note_where_it_led(opportunity=instance)
    hold_what_is_flagged(opportunity=instance, now=timezone.now())


def _published(instance: Any, **_kwargs: Any) -> None:
    from opportunities.actions.publishing import words_published

    words_published(opportunities=[instance], now=timezone.now())


def _unpublished(instance: Any, **_kwargs: Any) -> None:
    from opportunities.actions.publishing import words_unpublished

    words_unpublished(opportunity=instance, now=timezone.now())


def _renamed(instance: Any, created: bool, update_fields: Any, **_kwargs: Any) -> None:
    """Put what an organisation offers into the index under the name that it has now."""
    if created or (update_fields is not None and "name" not in update_fields):
        return
    from opportunities.actions.publishing import index_again

    index_again(organisation=instance)
