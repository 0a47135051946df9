"""What the tellers of stories answer."""

from .yours import CodeWordForm, RenewForm, YesForm

__all__ = ["CodeWordForm", "RenewForm", "YesForm"]
