from django.urls import path

from . import views

app_name = "support"
urlpatterns = [
    path("help/", views.help_list, name="help"),
    path("help/paper/", views.on_paper, name="paper"),
    path("help/card/", views.card, name="card"),
    path("help/<uuid:public_id>/", views.service, name="service"),
    path("help/<uuid:public_id>/wrong/", views.wrong, name="wrong"),
]
