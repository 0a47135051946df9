from django.urls import path

from .views import applying, own

app_name = "mentorship"
urlpatterns = [
    path("walk/", applying.about, name="about"),
    path("walk/with/", applying.apply, name="apply"),
    path("walk/my-part/", own.mine, name="mine"),
    path("walk/my-part/answers/", applying.answers, name="answers"),
    # Neutral words: this address stands in letters (safety.md #23).
    path("walk/link/<str:token>/", applying.letter, name="letter"),
]
