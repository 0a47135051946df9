"""Two people who are kept apart, in each of the ways in which that comes about."""

from community.safety.models import Block, Reason, Separation

WAYS = ("by one of them", "by staff")


def keep_apart(way, one, other, now):
    """A block of one against the other, or a separation that staff have recorded."""
    if way == "by one of them":
        return Block.objects.create(by=one, other=other, created_at=now)
    a, b = sorted([one, other], key=lambda person: person.pk)
    return Separation.objects.create(a=a, b=b, reason=Reason.STAFF, created_at=now)
