"""Addresses of finding help."""

from django.urls import path

from . import views
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
]
