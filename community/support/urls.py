"""Addresses of finding help."""

from django.urls import path

from . import api, views
from .views.first_contact import talk, talk_code, talk_mine

app_name = "support"
urlpatterns = [
    path("help/", views.help_list, name="help"),
    path("help/paper/", views.on_paper, name="paper"),
    path("help/card/", views.card, name="card"),
    path("help/<uuid:public_id>/", views.service, name="service"),
    path("help/<uuid:public_id>/wrong/", views.wrong, name="wrong"),
    path("talk/", talk, name="talk"),
    path("talk/mine/", talk_mine, name="talk_mine"),
    path("talk/code/", talk_code, name="talk_code"),
    path("hsds/", api.about, name="data"),
    path("hsds/openapi.json", api.openapi, name="data_described"),
    path("hsds/services", api.services, name="data_services"),
    path("hsds/services/<str:public_id>", api.service, name="data_service"),
    path("hsds/organizations", api.organizations, name="data_organizations"),
    path("hsds/organizations/<str:public_id>", api.organization, name="data_organization"),
    path("hsds/service_at_locations", api.service_at_locations, name="data_places"),
    path("hsds/service_at_locations/<str:public_id>", api.service_at_location, name="data_place"),
    path("hsds/taxonomies", api.taxonomies, name="data_taxonomies"),
    path("hsds/taxonomies/<str:public_id>", api.taxonomy, name="data_taxonomy"),
    path("hsds/taxonomy_terms", api.taxonomy_terms, name="data_terms"),
    path("hsds/taxonomy_terms/<str:public_id>", api.taxonomy_term, name="data_term"),
    path("hsds/<path:rest>", api.nothing, name="data_nothing"),
]
