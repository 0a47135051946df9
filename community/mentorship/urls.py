from django.urls import path

from .views import applying, meetings, own, plan_of_two, requests, walking

app_name = "mentorship"
urlpatterns = [
    path("walk/someone/", requests.ask, name="ask"),
    path("walk/together/", walking.together, name="together"),
    path("walk/together/<uuid:public_id>/", walking.two, name="two"),
    path("walk/questions/<int:pk>/", walking.check_in, name="check_in"),
    path("walk/", applying.about, name="about"),
    path("walk/with/", applying.apply, name="apply"),
    path("walk/my-part/", own.mine, name="mine"),
    path("walk/my-part/answers/", applying.answers, name="answers"),
    path("walk/together/<uuid:public_id>/words/", meetings.words, name="words"),
    path("walk/together/<uuid:public_id>/meetings/", meetings.meetings, name="meetings"),
    path("walk/meeting/<uuid:public_id>/event.ics", meetings.event, name="event"),
    path("walk/together/<uuid:public_id>/plan/", plan_of_two.plan, name="plan"),
    # Neutral words: this address stands in letters (safety.md #23).
    path("walk/link/<str:token>/", applying.letter, name="letter"),
]
