from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "community.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the secrets that `rotate_keys` would not find by itself."""
        from community.people.actions import SECRETS_OF_FACTORS
        from community.safety.actions import elsewhere

        elsewhere.append(SECRETS_OF_FACTORS)
