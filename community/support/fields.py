"""A link to another site."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models


class LinkField(models.URLField):  # type: ignore[type-arg]
    """A link that a browser opens; what is typed without a scheme is taken as https."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs: Any) -> Any:
        """The field of a form, with the scheme that Django will assume from its next version on."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
