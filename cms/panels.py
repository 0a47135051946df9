"""Panels of the editors' forms that are ours."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.advice import Advice, advice_on


class AdvicePanel(Panel):
    """What may be made better on the page as it was saved last. It keeps nobody from publishing.

    `of_the_teller`: headings and pictures only; the words are somebody's own.
    """

    def __init__(self, *, of_the_teller: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.of_the_teller = of_the_teller

    def clone_kwargs(self) -> dict[str, Any]:
        """What Wagtail makes another one of."""
        return super().clone_kwargs() | {"of_the_teller": self.of_the_teller}

    class BoundPanel(Panel.BoundPanel):
        """The same for one page."""

        template_name = "cms/admin/advice.html"

        @property
        def advice(self) -> list[Advice]:
            """Nothing before there is a page."""
            if not self.instance.pk:
                return []
            return advice_on(self.instance, of_the_teller=self.panel.of_the_teller)
