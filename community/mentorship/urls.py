from django.urls import path

from .views import requests, walking

app_name = "mentorship"
urlpatterns = [
    path("walk/someone/", requests.ask, name="ask"),
    path("walk/together/", walking.together, name="together"),
    path("walk/together/<uuid:public_id>/", walking.two, name="two"),
    path("walk/questions/<int:pk>/", walking.check_in, name="check_in"),
]
