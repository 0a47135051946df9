from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "community.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the secrets that `rotate_keys` would not find by itself, and give every form our
        words for what it cannot take."""
        from community.people.actions import SECRETS_OF_FACTORS
        from community.people.fields import say_it_in_our_words
        from community.safety.actions import elsewhere

        elsewhere.append(SECRETS_OF_FACTORS)
        say_it_in_our_words()
