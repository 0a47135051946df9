from django.apps import AppConfig
from django.db.models.signals import post_delete


class OpportunitiesConfig(AppConfig):
    name = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take deleted opportunities out of the search index (`Opportunity.save` does the rest),
        and give places back before somebody's account is erased."""
        from modelsearch.signal_handlers import post_delete_signal_handler

        from community.safety.actions import before_erasing
        from opportunities.actions.signups import give_places_back

        before_erasing.append(give_places_back)
        post_delete.connect(post_delete_signal_handler, sender=self.get_model("Opportunity"))
