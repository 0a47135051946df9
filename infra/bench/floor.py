"""The floor: a bare Django view that lists 20 of 100,000 indexed rows through the ORM.

It is served by the same gunicorn as the product, on the same PostgreSQL, in the same run.
"""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "infra.bench.floor_settings"
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

ROWS = 100_000
PAGE = engines["django"].from_string(
    "<!doctype html><title>Floor</title><ul>{% for row in rows %}<li><h2>{{ row.title }}</h2>"
    "<p>{{ row.organisation }}, {{ row.area }}</p><p>{{ row.summary }}</p>"
    "<p>{{ row.starts_at|date:'D j M' }}, {{ row.starts_at|date:'H:i' }}</p></li>"
    "{% endfor %}</ul>"
)


class FloorRow(models.Model):
    """What a card shows, flat."""

    title = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160)
    area = models.CharField(max_length=60)
    summary = models.CharField(max_length=300)
    starts_at = models.DateTimeField(db_index=True)

    objects: models.Manager["FloorRow"] = models.Manager()

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.title


def listing(request: HttpRequest) -> HttpResponse:
    """Twenty rows, soonest first."""
    return HttpResponse(PAGE.render({"rows": FloorRow.objects.order_by("starts_at")[:20]}))


def prepare() -> None:
    """Make and fill the floor's table unless it is there."""
    if FloorRow._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(FloorRow)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO floor_floorrow (title, organisation, area, summary, starts_at) "
            "SELECT 'Garden morning ' || n, 'Sallow Lane ' || n %% 200, 'Area ' || n %% 20, "
            "'Plant, water and pick with a small, friendly crew.', "
            "now() + n * interval '1 minute' FROM generate_series(1, %s) n",
            [ROWS],
        )
        cursor.execute("ANALYZE floor_floorrow")


urlpatterns = [path("", listing)]
application = get_wsgi_application()

if __name__ == "__main__":
    prepare()
