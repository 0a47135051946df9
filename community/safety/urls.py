from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("safety/", views.stay_safe, name="stay_safe"),
]
