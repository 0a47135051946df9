from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "community.mentorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever walks with a mentor who stops being active is paused; two of whom one erases
        the account are ended before."""
        from community.mentorship.actions import after_mentor_stops
        from community.mentorship.actions.accounts import end_before_erasing
        from community.mentorship.actions.resting import pause_of_mentor
        from community.safety.actions import before_erasing

        after_mentor_stops.append(pause_of_mentor)
        before_erasing.append(end_before_erasing)
