"""Small counts are not shown, nor what would let them be worked out (safety.md #13, #70).

For every table of how many people: of partners, of staff, in a report.
"""

from collections.abc import Sequence

SMALLEST = 5


def without_small(counts: Sequence[int]) -> list[int | None]:
    """The counts, with None where one is not shown. Nothing and nobody (0) is shown as it is.

    Somebody may know the sum of all: another table may have it. So with each small count others
    are hidden, the smallest first, until every hidden small one could be any number from one to
    four: with `n` of them that takes a sum of at least 4 n + 5. Where there is not enough of it,
    all are hidden.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    if not small:
        return list(counts)
    hidden, needed = set(small), (SMALLEST - 1) * len(small) + SMALLEST
    others = sorted((count, place) for place, count in enumerate(counts) if count >= SMALLEST)
    for _count, place in others:
        if len(hidden) > len(small) and sum(counts[one] for one in hidden) >= needed:
            break
        hidden.add(place)
    return [None if place in hidden else count for place, count in enumerate(counts)]
