"""Dead links make tasks; nothing is asked but public addresses, and nothing unless it is wanted."""

import datetime as dt
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from community.safety.models import Task
from community.support.actions import links
from community.support.tasks import look_at_links
from tests.factories.support import ServiceFactory

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """Answers by what is asked for."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        status, _dash, where = self.path.strip("/").partition("-")
        self.send_response(int(status or 200) if self.command == "HEAD" else self.server.get)
        if where:
            self.send_header("Location", where.replace("_", "/"))
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 (the name that the server asks for)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A host of ours that counts as one of the open net."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.get = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(links, "is_public", lambda address: True)
    monkeypatch.setitem(links.PORTS, "http", server.server_port)
    yield server
    server.shutdown()
    server.server_close()


def address(site, path: str) -> str:
    return f"http://localhost:{site.server_port}/{path}"


@pytest.mark.parametrize(
    ("path", "get", "is_dead"),
    [
        ("200", 200, False), ("404", 404, True), ("410", 410, True), ("500", 500, False),
        ("403", 403, False), ("404", 200, False), ("405", 404, True), ("301-_404", 404, True),
        ("302-_200", 200, False), ("301-_301-_301", 200, False),
    ],
)  # fmt: skip
def test_what_an_answer_means(site, path, get, is_dead):
    site.get = get
    assert (links.look_at(address(site, path)) is not None) == is_dead


def test_nothing_of_ours_is_sent_along(site):
    links.look_at(address(site, "200"))
    _method, _path, headers = site.asked[0]
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert headers["User-Agent"] == "link check"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "::1", "fe80::1%eth0",
        "::ffff:127.0.0.1", "fd00::1", "224.0.0.1", "100.64.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_no_address_of_a_network_is_public(host):
    assert not links.is_public(host)


@pytest.mark.parametrize("host", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_address_of_the_open_net_is(host):
    assert links.is_public(host)


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1/", "http://localhost/", "https://[::1]/", "http://2130706433/",
     "http://93.184.216.34:8080/", "ftp://93.184.216.34/", "http://a:b@93.184.216.34/", "http://",
     "http://[x/"],
)  # fmt: skip
def test_other_addresses_are_never_asked(link, monkeypatch):
    def ask(*args):
        raise AssertionError("asked")

    monkeypatch.setattr(links, "_ask", ask)
    assert links.look_at(link) is not None


def test_a_redirect_into_our_own_network_is_not_followed(site, monkeypatch):
    asked = []
    monkeypatch.setattr(links, "is_public", lambda address: not asked)
    real = links._ask
    monkeypatch.setattr(links, "_ask", lambda *args: asked.append(args) or real(*args))
    assert links.look_at(address(site, "301-_200")) is not None
    assert len(asked) == 1


def test_a_host_with_one_private_address_is_not_asked(monkeypatch):
    both = [(2, 1, 6, "", ("93.184.216.34", 0)), (2, 1, 6, "", ("10.0.0.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)
    monkeypatch.setattr(links, "_ask", lambda *args: (200, ""))
    assert links.look_at("http://two.example/") is not None


@pytest.mark.parametrize(
    ("number", "is_dead"), [(socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)]
)
def test_our_own_way_out_may_be_broken(monkeypatch, number, is_dead):
    def fail(*args, **more):
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert (links.look_at("https://gone.example/") is not None) == is_dead


@pytest.fixture
def dead(monkeypatch, now):
    """A service with a dead link, whose turn it is."""
    monkeypatch.setattr(links, "look_at", lambda link: links.Dead("the page is not there"))
    monkeypatch.setattr(links, "TURNS", 1)
    return ServiceFactory(website="https://gone.example/")


def test_a_dead_link_makes_one_task(dead, now, settings):
    settings.CHECK_LINKS = True
    ServiceFactory(website="https://draft.example/", is_live=False)
    ServiceFactory()
    assert links.tell_of_dead_links(now=now) == 1
    links.tell_of_dead_links(now=now)
    task = Task.objects.get()
    assert task.about == dead.public_id
    assert "the page is not there" in task.note


def test_nothing_is_asked_unless_the_operator_wants_it(dead, now):
    assert links.tell_of_dead_links(now=now) == 0
    look_at_links()
    assert not Task.objects.exists()


def test_each_link_has_its_turn_once_a_week(now, settings, monkeypatch):
    settings.CHECK_LINKS = True
    asked = []
    monkeypatch.setattr(links, "look_at", lambda link: asked.append(link))
    monkeypatch.setattr(links, "TURNS", 3)
    for number in range(3):
        ServiceFactory(website=f"https://{number}.example/")
    for turn in range(3):
        links.tell_of_dead_links(now=now + dt.timedelta(seconds=turn * links.TICK))
    assert len(asked) == len(set(asked)) == 3
