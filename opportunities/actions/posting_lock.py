"""The first lock in the order of decision 2."""

from opportunities.models import Opportunity


def lock_posting(opportunity_id: int) -> None:
    """Let nobody else change the posting's operations until the transaction ends."""
    posting = Opportunity.objects.filter(pk=opportunity_id)
    list(posting.select_for_update(no_key=True).values_list("pk"))
