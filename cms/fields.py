"""A StreamField whose blocks stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """Stored as JSON whatever its blocks are, so a change of blocks needs no migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the block definitions away."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
