"""The country whose numbers to ring a visitor chose (safety.md #62, "Crisis safety").

It is noted in their session and nowhere else: it is gone with the browser's window, with signing
out and with leaving. Nobody is located. Who chose nothing costs no query, and whoever did is shown
no page that was kept for others.
"""

from typing import Final

from django.http import HttpRequest

KEY: Final = "numbers_of"


def chosen_country(request: HttpRequest) -> str:
    """The country that was chosen, nothing where none was or a request was refused early."""
    session = getattr(request, "session", None)
    if session is None or session.session_key is None:
        return ""
    return str(session.get(KEY, ""))


def choose_country(request: HttpRequest, name: str, *, site_country: str) -> None:
    """Note the choice; the site's own country is none. A session with nothing else in it ends."""
    if name != site_country:
        request.session[KEY] = name
        return
    request.session.pop(KEY, None)
    if not request.session.keys():
        request.session.flush()
