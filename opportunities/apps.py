from django.apps import AppConfig
from django.db.models.signals import post_delete


class OpportunitiesConfig(AppConfig):
    name = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take deleted opportunities out of the search index (`Opportunity.save` does the rest),
        give places back before somebody's account is erased, and let reminders follow the clock
        and the language of whoever they are for."""
        from modelsearch.signal_handlers import post_delete_signal_handler

        from community.people.actions import after_speaking_changes
        from community.safety.actions import before_erasing
        from opportunities.actions.reminders import remind_anew
        from opportunities.actions.signups import give_places_back

        before_erasing.append(give_places_back)
        after_speaking_changes.append(remind_anew)
        post_delete.connect(post_delete_signal_handler, sender=self.get_model("Opportunity"))
