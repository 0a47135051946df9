from django.urls import path

from . import views

app_name = "safety"
urlpatterns = [
    path("leave/", views.leave, name="leave"),
    path("account/looked/", views.looked, name="looked"),
    path("safety/", views.stay_safe, name="stay_safe"),
]
