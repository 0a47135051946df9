from django.urls import path

from .views import applying, team

app_name = "organisations"
urlpatterns = [
    path("work/", applying.apply, name="apply"),
    path("work/agreement/", applying.agreement, name="agreement"),
    path("work/<uuid:public_id>/", applying.application, name="application"),
    # Neutral words: these two addresses stand in letters (safety.md #23).
    path("work/<uuid:public_id>/link/<str:token>/", applying.address, name="address"),
    path("work/link/<str:token>/", team.join, name="join"),
    path("partner/team/", team.team, name="team"),
]
