"""Who must never meet whom, where "Leave this site" leads, and who took everything away."""

from .erasure import Erasure
from .leaving import Block, BlockQuerySet, LeaveAddress, neutral_address

__all__ = ["Block", "BlockQuerySet", "Erasure", "LeaveAddress", "neutral_address"]
