from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "community.safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let no view be added that says nothing of whom it is for; have connections cost less."""
        from django.core.checks import Tags, register

        from community import database
        from community.safety.checks import views_say_whom_they_are_for

        database.start()
        register(views_say_whom_they_are_for, Tags.urls)
