from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Comes after `wagtail.admin` in INSTALLED_APPS, because it takes two things back from it."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Close two side doors of Wagtail's admin, and say if no review is set up."""
        from django.core.checks import Tags, register

        from cms.checks import opportunities_are_reviewed
        from cms.doors import close_side_doors

        close_side_doors()
        register(opportunities_are_reviewed, Tags.database)
