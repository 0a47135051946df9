from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Comes after `wagtail.admin` in INSTALLED_APPS, because it takes two things back from it."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Close two side doors of Wagtail's admin, say if no review is set up, and leave nothing of
        an editor who erases their account."""
        from django.core.checks import Tags, register

        from cms.actions import forget_editor, forget_teller
        from cms.checks import opportunities_are_reviewed
        from cms.doors import close_side_doors
        from cms.models.languages import follow_restrictions
        from cms.translated import mend
        from community.safety.actions import before_erasing

        close_side_doors()
        follow_restrictions()
        mend()
        before_erasing.append(forget_teller)
        before_erasing.append(forget_editor)
        register(opportunities_are_reviewed, Tags.database)
