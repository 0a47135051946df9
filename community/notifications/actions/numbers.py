"""Telephone numbers, as late and as few as possible."""

from community.notifications.models import Channel, PhoneContact


def number_of(*, person_id: int | None) -> str:
    """The number that texts to this person go to right now; "" if none do (any more).

    Raises community.safety.fields.Unreadable where it was sealed with a key that is gone.
    """
    texted = PhoneContact.objects.filter(
        person_id=person_id, person__contact_preference__channel=Channel.SMS
    )
    return texted.values_list("number", flat=True).first() or ""
