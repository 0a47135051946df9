"""What two answers may differ in without saying anything: tokens made by chance, and the clock."""

import re

from django.http import HttpResponse

# A random token now and then spells a short name: "Sam" once in some thousands of runs.
_TOKEN = re.compile(r'((?:csrfmiddlewaretoken|opened)"\s+value=)"[\w:-]+"')


def words_of(answer: HttpResponse) -> str:
    """The page as text, without the token of its forms."""
    return _TOKEN.sub(r'\1""', answer.content.decode())


def headers_of(answer: HttpResponse) -> dict[str, str]:
    """Every header but `Expires`: two answers may fall on both sides of a full second."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}
