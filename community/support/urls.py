"""Addresses of finding help."""

from django.urls import path

from .views.first_contact import talk, talk_code, talk_mine

app_name = "support"
urlpatterns = [
    path("talk/", talk, name="talk"),
    path("talk/mine/", talk_mine, name="talk_mine"),
    path("talk/code/", talk_code, name="talk_code"),
]
