"""Every address of the site, by app. Included by name, so that wiring imports nothing upward."""

from django.urls import include, path

urlpatterns = [
    path("", include("community.safety.urls")),
    path("", include("community.people.urls")),
    path("", include("community.notifications.urls")),
    path("", include("community.organisations.urls")),
    path("", include("community.mentorship.urls")),
    path("", include("community.support.urls")),
    path("", include("opportunities.urls")),
    path("", include("cms.urls")),
]

handler400 = "community.safety.views.bad_request"
handler403 = "community.safety.views.forbidden"
handler404 = "community.safety.views.not_found"
handler500 = "community.safety.views.server_error"
