from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "community.notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the start if texts are to be sent and cannot be."""
        from django.core.checks import register

        from community.notifications.checks import texts_can_be_sent

        register(texts_can_be_sent)
