import pytest

from .mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    """A running mail server that the site sends to."""
    with MailServer() as server:
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        settings.EMAIL_TIMEOUT = 5
        yield server
