"""Chromium on the running site: the page, what it asked for, and where "Leave this site" leads."""

import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page lives for a moment: to compile its scripts for speed takes longer than it gives.
    "--js-flags=--no-opt --no-maglev",
]
NEUTRAL = "https://weather.example.com/"


@dataclass
class NeutralSite:
    """A harmless site on this machine that writes down how it was asked."""

    port: int
    asked: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """Playwright runs a loop of its own in this thread, which Django takes for an async view."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def neutral_site(tmp_path_factory) -> Iterator[NeutralSite]:
    """https://weather.example.com/, the place "Leave this site" leads to."""
    folder: Path = tmp_path_factory.mktemp("neutral")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=weather.example.com", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    site = NeutralSite(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                site.asked.append(dict(self.headers))
            body = b"<!DOCTYPE html><title>Weather</title><h1>Sunny</h1>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright, neutral_site) -> Iterator[Browser]:
    """One Chromium, with the cache for Back switched on as people have it."""
    rule = f"--host-resolver-rules=MAP weather.example.com:443 127.0.0.1:{neutral_site.port}"
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*QUIET, rule],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@dataclass
class RequestLog:
    """Every address a browser asked for."""

    urls: list[str] = field(default_factory=list)

    def elsewhere(self, origin: str) -> list[str]:
        """What went to another host than `origin` (safety.md #28)."""
        own = (origin, "data:", "blob:")
        return [url for url in self.urls if not url.startswith(own)]


@pytest.fixture
def request_log() -> RequestLog:
    return RequestLog()


@pytest.fixture
def open_browser(browser, live_server, settings, neutral_site, request_log):
    """A function that opens a new, empty browser on the site and gives its page.

    Arguments are those of Playwright's `new_context`: viewport, color_scheme, java_script_enabled.
    """
    settings.LEAVE_URL = NEUTRAL
    neutral_site.asked.clear()
    contexts: list[BrowserContext] = []

    def open_page(**options: object) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context = browser.new_context(base_url=live_server.url, ignore_https_errors=True, **options)
        contexts.append(context)
        context.on("request", lambda request: request_log.urls.append(request.url))
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser) -> Page:
    """A page of a browser that nobody is signed in to."""
    return open_browser()


@pytest.fixture
def sign_in(as_person, live_server):
    """A function that signs a person in, in the browser of a page; `proved`: asked just now."""

    def sign_in_page(page: Page, person, **how: bool) -> str:
        key = as_person(person, **how).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": key,
                    "url": live_server.url,
                    "httpOnly": True,
                    "sameSite": "Lax",
                }
            ]
        )
        return key

    return sign_in_page


@pytest.fixture(params=[(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def any_page(request, open_browser) -> Page:
    """A page narrow and wide, light and dark."""
    width, scheme = request.param
    return open_browser(viewport={"width": width, "height": 800}, color_scheme=scheme)


@pytest.fixture
def accessibility_faults():
    """A function that gives what axe finds wrong on a page, as words."""

    def faults(page: Page) -> list[str]:
        results = Axe().run(page)
        return [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
            for fault in results.response["violations"]
        ]

    return faults


@pytest.fixture
def sideways():
    """A function that gives by how many pixels a page is wider than its window."""

    def overflow(page: Page) -> int:
        return page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    return overflow
