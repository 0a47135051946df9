"""The drawings by name."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from cms.templatetags.drawings import symbols
from opportunities.models import Kind, Motif


def draw(source: str, **context: object) -> str:
    return Template("{% load drawings %}" + source).render(Context(context))


def test_an_icon_says_nothing_and_comes_from_our_own_file():
    assert draw('{% icon "leaf" %}') == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/drawings.svg#i-leaf"/></svg>'
    )


def test_an_icon_takes_another_class():
    assert 'class="icon icon--no"' in draw('{% icon "noeye" "icon--no" %}')


def test_an_icon_may_be_named_by_the_page():
    assert "#i-check" in draw("{% icon name|default:'check' %}", name="")


@pytest.mark.parametrize("motif", Motif.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_every_motif_is_drawn_on_the_ground_of_every_kind(motif, kind):
    tile = draw("{% motif motif kind %}", motif=motif, kind=kind)
    assert f"m-{motif}" in symbols()
    assert f'href="/static/drawings.svg#m-{motif}"' in tile
    assert (f"tile--{kind}" in tile) == (kind != "volunteer")


def test_a_wide_tile_fills_its_width():
    tile = draw('{% motif "garden" "volunteer" "tile--wide" %}')
    assert 'class="tile tile--wide"' in tile
    assert 'preserveAspectRatio="xMidYMid slice"' in tile


def test_the_mark_of_the_site_is_drawn():
    assert 'href="/static/drawings.svg#mark"' in draw("{% mark %}")


def test_names_are_escaped():
    tile = draw("{% motif motif kind %}", motif='"><script>', kind='"><script>')
    assert "<script>" not in tile


@pytest.mark.parametrize("source", ['{% icon "rainbow" %}', '{% motif "leaf" %}', "{% icon %}"])
def test_a_drawing_that_does_not_exist_stops_the_template(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source)
