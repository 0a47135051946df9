"""The main job in Spanish, in a real browser; and pages that are read from right to left."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from cms.actions import prepare_site
from cms.models import HomePage, StandardPage
from community.people.models import User
from community.safety.pace import LEAST_SECONDS
from opportunities.models import PracticalNeed
from tests.factories.first_talks import SAID
from tests.factories.opportunities import OpportunityFactory, SessionFactory
from tests.factories.people import UserFactory
from tests.factories.support import ServiceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
# Where to put pictures of each page, for whoever wants to look.
PICTURES = os.environ.get("SPANISH_PICTURES", "")


@pytest.fixture
def town():
    """Two things to do, one in each language."""
    prepare_site()
    childcare = PracticalNeed.objects.get(slug="childcare")
    choir = OpportunityFactory(
        title="Coro abierto", kind="class", needs=[childcare], written_in="es", cost="Free",
        summary="Cantamos juntos. No hace falta saber leer música.",
    )  # fmt: skip
    SessionFactory(opportunity=OpportunityFactory(title="Garden morning"), capacity=9)
    ServiceFactory(name="Casa Amarilla")
    return SessionFactory(opportunity=choir, capacity=9)


@pytest.fixture(params=SIZES)
def page(request, open_browser, town):
    """A page without script, and what looks at each step."""
    opened = open_browser(viewport=SIZES[request.param], java_script_enabled=False)
    opened.size = request.param
    return opened


def look(page: Page, name: str) -> None:
    assert page.locator("html").get_attribute("lang") == "es"
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{page.size}.png", full_page=True)


def test_spanish_reader_gets_from_the_first_page_to_a_place_in_their_plan(page):
    page.goto(f"{reverse('opportunities:find')}?need=childcare")
    page.get_by_role("button", name="Español").click()
    assert page.url.endswith("?need=childcare")
    expect(page.locator("#said")).to_contain_text("1 actividad")
    page.goto("/")
    look(page, "inicio")
    page.get_by_role("link", name="Ver todo lo que se puede hacer").click()
    look(page, "lista")
    garden = page.locator(".opp", has_text="Garden morning")
    expect(garden).to_contain_text("Solo en inglés")
    expect(page.locator(".opp", has_text="Coro abierto")).not_to_contain_text("Solo en")
    page.get_by_role("link", name="Coro abierto").click()
    look(page, "actividad")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Nombre para el día").fill("Robin")
    page.get_by_role("button", name="Apartar mi cupo").click()
    look(page, "antes")
    page.get_by_role("button", name="Seguir").click()
    page.get_by_label("Nombre de usuario").fill("sauce")
    page.get_by_label("Contraseña").fill("cuatro piedras juntas")
    page.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    page.get_by_role("button", name="Crear mi cuenta").click()
    look(page, "primera-vez")
    page.get_by_role("button", name="Seguir").click()
    page.get_by_role("button", name="Apartar mi cupo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tu cupo está apartado, Robin")
    look(page, "apartado")
    page.get_by_role("link", name="Ir a mi plan").click()
    expect(page.get_by_role("heading", name="Coro abierto")).to_be_visible()
    look(page, "plan")
    assert User.objects.get(username="sauce").language == "es"
    page.get_by_role("button", name="No puedo ir").click()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("ya no está en tu plan")


def test_spanish_reader_finds_help_and_asks_for_a_talk(page):
    page.goto("/")
    page.get_by_role("button", name="Español").click()
    page.goto(reverse("support:help"))
    page.get_by_role("link", name="Hablar primero con alguien").first.click()
    look(page, "ayuda")
    page.get_by_role("link", name="Casa Amarilla").first.click()
    look(page, "servicio")
    page.goto(reverse("support:help"))
    page.get_by_role("link", name="Pídenos que te contactemos").first.click()
    look(page, "conversacion")
    for name in ("about", "way", "say_who", "voicemail"):
        page.locator(f"[name={name}][value={SAID[name]}]").check()
    for name in ("reach", "times", "ask_for", "code_word"):
        page.locator(f"[name={name}]").fill(SAID[name])
    page.wait_for_timeout(1000 * LEAST_SECONDS)  # nobody fills in a form in less
    page.get_by_role("button", name="Pedir una conversación").click()
    look(page, "codigo")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lo tenemos")
    assert page.get_by_role("link", name="Dónde se usa el código").is_visible()


def test_page_of_an_editor_is_in_the_readers_language_at_the_same_address(page):
    home, spanish = HomePage.objects.get(), Locale.objects.get(language_code="es")
    guide = home.add_child(instance=StandardPage(title="By bus", slug="by-bus"))
    guide.save_revision().publish()
    page.goto(guide.url)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("main")).to_contain_text("Solo en inglés")
    look(page, "sin-traducir")
    theirs = guide.copy_for_translation(spanish, copy_parents=True)
    theirs.title = "En autobús"
    theirs.save_revision().publish()
    page.goto(guide.url)
    look(page, "traducida")
    expect(page.get_by_role("heading", level=1)).to_have_text("En autobús")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith(guide.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("By bus")


@pytest.mark.parametrize("path", ["/", "/opportunities/", "/safety/", "/accounts/login/"])
def test_spanish_pages_fit_a_narrow_window_and_have_no_fault_that_axe_can_find(
    open_browser, town, accessibility_faults, sideways, path
):
    page = open_browser(viewport={"width": 320, "height": 640}, locale="es-MX")
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == "es"
    assert accessibility_faults(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("width", [320, 360, 960, 1088, 1280])
def test_the_way_out_stays_at_the_end_of_one_row_beside_the_longest_menu(
    open_browser, sign_in, town, sideways, width
):
    page = open_browser(viewport={"width": width, "height": 640})
    staff = UserFactory(role="staff", is_superuser=True, language="es")
    sign_in(page, staff)
    page.goto(reverse("opportunities:plan"))
    leave = page.locator("a.leave").bounding_box()
    assert page.locator(".topbar").bounding_box()["height"] < 70
    assert leave["x"] + leave["width"] / 2 > width / 2
    assert sideways(page) == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/opportunities/", "/safety/"])
def test_language_from_right_to_left_mirrors_the_page(
    open_browser, town, settings, sideways, path, size
):
    """No such language is offered yet: the words stay English, the page is turned round."""
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    page = open_browser(viewport=SIZES[size], locale="ar")
    page.goto(path)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert sideways(page) == 0
    width = SIZES[size]["width"]
    brand = page.locator(".brand").bounding_box()
    assert brand["x"] + brand["width"] > width * 0.6  # it begins at the right
    if PICTURES:
        name = path.strip("/") or "home"
        page.screenshot(path=Path(PICTURES) / f"rtl-{name}-{size}.png", full_page=True)


@pytest.mark.parametrize("width", [320, 360])
def test_order_of_the_list_is_chosen_in_one_row(open_browser, town, sideways, width):
    """ "Ir" stood alone below its words: they need more letters than in English."""
    page = open_browser(viewport={"width": width, "height": 740}, locale="es")
    page.goto(reverse("opportunities:find"))
    assert page.locator("html").get_attribute("lang") == "es"
    order, button = page.locator("#sort"), page.locator("#sort + button")
    assert order.bounding_box()["y"] == button.bounding_box()["y"]
    assert sideways(page) == 0


def test_names_of_the_steps_of_a_posting_are_as_large_as_other_small_words(
    open_browser, sign_in, partner, sideways
):
    partner.language = "es"
    partner.save()
    posting = OpportunityFactory(organisation=partner.memberships.get().organisation, live=False)
    page = open_browser(viewport={"width": 320, "height": 740})
    sign_in(page, partner)
    page.goto(reverse("opportunities:workplace_words", args=[posting.public_id, "where"]))
    names = page.locator(".stones--steps li")
    expect(names).to_have_count(7)
    sizes = names.evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert set(sizes) == {15}
    cut = names.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
    assert cut == 0
    assert sideways(page) == 0
