"""What a partner copies works on their own website: under its strict policy, without a script.

Nothing of whoever is signed in here goes along (docs/decisions/0044-activities-on-other-sites.md).
"""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.organisations.models import Organisation, Standing
from opportunities.models import Opportunity
from tests.factories.opportunities import AreaFactory, OpportunityFactory, SessionFactory
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = reverse("opportunities:workplace_listed")
PAGE_OF_THEIRS = (
    '<!DOCTYPE html><html lang="en"><head><title>Garden</title></head>'
    "<body><main><h1>Garden</h1>{}</main></body></html>"
)


class Website:
    """A partner's website at another port of the same host: nearer than it will ever be, so that
    the browser itself would let a cookie go along."""

    policy, body = "", ""

    def __init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = PAGE_OF_THEIRS.format(site.body).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("localhost", 0), Handler)
        self.url = f"http://localhost:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def website(live_server):
    site = Website()
    here = live_server.url
    site.policy = f"default-src 'none'; script-src {here}; connect-src {here}"
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def organisation(partner, live_server, settings):
    settings.SITE_URL = live_server.url
    found = partner.memberships.get().organisation
    row = OpportunityFactory(
        organisation=found, title="Garden <b>morning</b>", area=AreaFactory(label="Queens")
    )
    SessionFactory(opportunity=row, starts_at=timezone.now() + dt.timedelta(days=3))
    return found


@pytest.fixture
def copied(page: Page, sign_in, partner, organisation):
    """A function that copies one of the two lists as a partner does, and stays signed in."""

    def copy(which: str, language: str = "en") -> str:
        sign_in(page, partner)
        page.goto(f"{PAGE}?in={language}")
        return page.locator(f"#{which}-1").input_value()

    return copy


def items(page: Page) -> list[str]:
    return page.locator("section li").all_inner_texts()


def test_list_renews_itself_under_a_strict_policy_and_tells_us_nothing(
    page, website, copied, organisation, live_server, accessibility_faults
):
    website.body = copied("renewed")
    SessionFactory(opportunity__title="Soup", opportunity__organisation=organisation)
    said, asked, cookies = [], [], page.context.cookies()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request))
    page.goto(website.url)
    expect(page.locator("section li")).to_have_count(2)
    garden, soup = items(page)
    assert soup.startswith("Soup, ")
    assert garden.startswith("Garden <b>morning</b>, ")
    assert garden.endswith(", Queens")
    assert said == []
    ours = [request.all_headers() for request in asked if request.url.startswith(live_server.url)]
    assert len(ours) == 2  # the script and the list
    for headers in ours:
        assert "cookie" not in headers
        assert "referer" not in headers
        assert "authorization" not in headers
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]
    assert page.context.cookies() == cookies
    assert accessibility_faults(page) == []
    expect(page.get_by_role("region", name="What you can do with us")).to_be_visible()


def test_the_browser_would_have_sent_a_cookie(page, website, copied, live_server):
    """The positive control: asked with credentials, the same address gets it."""
    website.body = copied("plain")
    page.goto(website.url)
    with page.expect_request(f"{live_server.url}/listed/1.js") as asked:
        page.evaluate(
            "address => fetch(address, {credentials: 'include', mode: 'no-cors'}).catch(() => 0)",
            f"{live_server.url}/listed/1.js",
        )
    assert configured.SESSION_COOKIE_NAME in asked.value.all_headers()["cookie"]


def test_page_of_somebody_signed_in_cannot_be_read_from_there(page, website, copied, live_server):
    website.body = copied("plain")
    page.goto(website.url)
    read = page.evaluate(
        """address => fetch(address, {credentials: 'include'})
            .then(answer => answer.text(), () => "nothing")""",
        f"{live_server.url}/partner/",
    )
    assert read == "nothing"


def test_list_that_stays_asks_us_for_nothing(page, website, copied, live_server):
    website.body, asked = copied("plain"), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(website.url)
    assert items(page) == ["Garden <b>morning</b>, Queens"]
    assert [url for url in asked if url.startswith(live_server.url)] == []


def test_link_leads_here_and_does_not_say_where_from(page, website, copied, live_server):
    website.body = copied("plain")
    page.goto(website.url)
    row = Opportunity.objects.get()
    with page.expect_request(f"{live_server.url}/opportunities/{row.public_id}/") as asked:
        page.get_by_role("link").click()
    assert "referer" not in asked.value.all_headers()


def test_without_a_script_or_without_us_the_copied_list_is_there(
    open_browser, page, website, copied, live_server
):
    website.body = copied("renewed")
    page.context.route(f"{live_server.url}/listed/*.json", lambda route: route.abort())
    page.context.route(f"{live_server.url}/listed/*/*.json", lambda route: route.abort())
    page.goto(website.url)
    page.wait_for_load_state("networkidle")
    assert items(page) == ["Garden <b>morning</b>, Queens"]
    plain = open_browser(java_script_enabled=False)
    plain.goto(website.url)
    assert plain.locator("section li").count() == 1


def test_script_that_is_another_one_is_not_run(page, website, copied, live_server):
    website.body, said = copied("renewed"), []
    page.on("console", lambda message: said.append(message.text))
    page.context.route(
        f"{live_server.url}/listed/1.js",
        lambda route: route.fulfill(
            body="document.title = 'Taken'", content_type="text/javascript",
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )  # fmt: skip
    page.goto(website.url)
    page.wait_for_load_state("networkidle")
    assert page.title() == "Garden"
    assert any("integrity" in line for line in said)


def test_list_of_who_is_suspended_goes_away(page, website, copied, organisation):
    website.body = copied("renewed")
    Organisation.objects.filter(pk=organisation.pk).update(standing=Standing.SUSPENDED)
    page.goto(website.url)
    expect(page.locator("section")).to_be_hidden()


def test_list_speaks_spanish(page, website, copied, organisation):
    website.body = copied("renewed", "es")
    Opportunity.objects.update(live=False)
    page.goto(website.url)
    expect(page.get_by_role("region", name="Lo que puedes hacer con nosotros")).to_be_visible()
    expect(page.locator("section li")).to_have_text(
        "Ahora no hay nada a lo que apuntarse. Mira otra vez otro día."
    )


def test_this_site_still_cannot_be_framed(page, website, copied, live_server):
    website.body = copied("plain") + f'<iframe src="{live_server.url}/"></iframe>'
    website.policy = f"frame-src {live_server.url}"
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(website.url)
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in said)


@pytest.mark.parametrize("many", [False, True])
def test_page_that_gives_it_out_reads_well(
    any_page, sign_in, partner, organisation, accessibility_faults, many
):
    if many:
        MembershipFactory(person=partner, organisation__standing=Standing.UNVERIFIED)
    sign_in(any_page, partner)
    any_page.goto(PAGE)
    assert accessibility_faults(any_page) == []
    assert any_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
