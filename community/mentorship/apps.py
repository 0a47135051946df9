from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "community.mentorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever walks with a mentor who stops being active is paused; two of whom one erases
        the account are ended before; meetings of two who stop meeting are called off; two whom
        staff keep apart rest."""
        from community.mentorship.actions import after_mentor_stops, after_they_stop, call_off_all
        from community.mentorship.actions.accounts import end_before_erasing
        from community.mentorship.actions.resting import pause_of_mentor
        from community.mentorship.actions.unsafe import rest_of_two_kept_apart
        from community.safety.actions import after_separating, before_erasing

        after_mentor_stops.append(pause_of_mentor)
        after_they_stop.append(call_off_all)
        before_erasing.append(end_before_erasing)
        after_separating.append(rest_of_two_kept_apart)
