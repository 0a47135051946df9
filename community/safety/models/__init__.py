"""Who must never meet whom, and where "Leave this site" leads."""

from .leaving import Block, BlockQuerySet, LeaveAddress, neutral_address

__all__ = ["Block", "BlockQuerySet", "LeaveAddress", "neutral_address"]
