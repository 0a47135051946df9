from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "community.mentorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Meetings of two who stop meeting are called off."""
        from community.mentorship.actions import after_they_stop, call_off_all

        after_they_stop.append(call_off_all)
