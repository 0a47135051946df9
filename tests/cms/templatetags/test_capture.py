"""Render once, show twice."""

import pytest
from django.template import Context, Template, TemplateSyntaxError, engines


def show(source: str, **context: object) -> str:
    return Template("{% load capture %}" + source).render(Context(context))


def test_what_is_captured_is_shown_where_it_is_wanted_without_white_space():
    assert show("{% capture a %} <b>x</b> \n{% endcapture %}[{{ a }}{{ a }}]") == (
        "[<b>x</b><b>x</b>]"
    )


def test_what_came_from_outside_stays_escaped():
    assert show("{% capture a %}{{ b }}{% endcapture %}{{ a }}", b="<i>") == "&lt;i&gt;"


def test_a_page_fills_in_a_block_that_is_captured():
    page = engines["django"].from_string(
        '{% extends "base.html" %}{% block area %}work{% endblock %}'
    )
    assert 'href="/leave/"' not in page.render({})


@pytest.mark.parametrize("source", ["{% capture %}{% endcapture %}", "{% capture a b %}"])
def test_capture_needs_one_name(source):
    with pytest.raises(TemplateSyntaxError):
        show(source)
