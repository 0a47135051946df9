"""How the frame and its parts look and read in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.urls"),
]

PAGES = ["/safety/", "/nothing/", "/try/broken/", "/safety/?q=%00", "/try/parts/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_that_axe_can_find(any_page, accessibility_faults, sideways, path):
    any_page.goto(path)
    assert accessibility_faults(any_page) == []
    assert sideways(any_page) == 0


def test_an_open_menu_has_none_either(open_browser, accessibility_faults, sideways):
    page = open_browser(viewport={"width": 320, "height": 640})
    page.goto("/safety/")
    page.locator(".menu > summary").click()
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()
    assert accessibility_faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("path", ["/safety/", "/try/work/", "/try/private/1/"])
def test_pages_of_people_who_are_signed_in_have_none(
    any_page, sign_in, partner, accessibility_faults, sideways, path
):
    sign_in(any_page, partner)
    any_page.goto(path)
    assert accessibility_faults(any_page) == []
    assert sideways(any_page) == 0


def test_nothing_is_wider_than_a_narrow_window_with_large_text(open_browser, sideways):
    page = open_browser(viewport={"width": 320, "height": 640})
    page.goto("/safety/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == 0


@pytest.mark.parametrize(
    ("scheme", "leaf", "ground"),
    [("light", "rgb(63, 95, 30)", "rgb(227, 237, 209)"),
     ("dark", "rgb(182, 214, 138)", "rgb(37, 52, 25)")],
)  # fmt: skip
def test_drawings_follow_the_colours_of_the_page(open_browser, scheme, leaf, ground):
    """The sprite is a file of its own: the page's custom properties must reach into it."""
    page = open_browser(color_scheme=scheme)
    page.goto("/try/parts/")
    tile = page.locator(".tile").first
    assert tile.evaluate("tile => getComputedStyle(tile).backgroundColor") == ground
    pixel = tile.evaluate(
        """tile => {
            const probe = document.createElement("i");
            probe.style.color = getComputedStyle(tile).getPropertyValue("--a");
            tile.append(probe);
            return getComputedStyle(probe).color;
        }"""
    )
    assert pixel == leaf
    page.wait_for_load_state("networkidle")
    assert tile.locator("use").evaluate("use => use.getBBox().width") > 60


def test_a_page_asks_only_this_site_and_for_little(page, request_log, live_server):
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/try/parts/")
    page.wait_for_load_state("networkidle")
    assert request_log.elsewhere(live_server.url) == []
    assert len(request_log.urls) <= 7
    assert sum(sizes) < 200_000


def test_nothing_moves_while_a_page_loads(page):
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))
            .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto("/try/parts/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.02


def test_a_form_that_was_refused_is_read_out_and_tied_to_its_errors(page):
    page.goto("/try/parts/")
    expect(page.get_by_role("alert")).to_contain_text("Two answers need another look")
    page.get_by_role("link", name="Give a date after today.").click()
    field = page.get_by_label("Date")
    assert page.url.endswith(f"#{field.get_attribute('id')}")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    for part in described:
        assert page.locator(f"#{part}").count() == 1


def test_print_leaves_out_what_is_not_the_page(page):
    page.goto("/try/parts/")
    page.emulate_media(media="print")
    for part in (".topbar", ".footer", "a.leave"):
        expect(page.locator(part)).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360, 960, 1280])
def test_the_top_of_the_page_is_one_row(open_browser, sign_in, participant, width):
    page = open_browser(viewport={"width": width, "height": 640})
    sign_in(page, participant)
    page.goto("/safety/")
    assert page.locator(".topbar").bounding_box()["height"] < 70


def test_heading_of_a_table_that_is_a_list_on_a_phone_is_as_wide_as_the_list(open_browser):
    page = open_browser(viewport={"width": 360, "height": 740})
    page.goto("/safety/")
    page.locator("main").evaluate(
        """main => main.innerHTML = '<table class="table table--stack"><caption>Points out of 100'
           + '</caption><tbody><tr><th>Time</th><td>5</td></tr></tbody></table>'"""
    )
    caption, row = (page.locator(f"main {name}").bounding_box() for name in ("caption", "tr"))
    assert caption["width"] == row["width"]


def test_table_with_words_for_numbers_fits_a_phone(open_browser):
    page = open_browser(viewport={"width": 360, "height": 740})
    page.goto("/safety/")
    cells = "<td class=num><span class=muted>not shown</span></td>" * 3
    page.locator("main .wrap").first.evaluate(
        "(wrap, cells) => wrap.innerHTML = '<div class=scroll><table class=table><tr>'"
        " + '<th>Build the willow tunnel</th>' + cells + '</tr></table></div>'",
        cells,
    )
    wider = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".scroll").first.evaluate(wider) == 0
