from django.urls import path

from . import feeds
from .views import (
    apart,
    calendar,
    concerns,
    contact,
    dates,
    detail,
    listing,
    looking,
    partner,
    plan,
    posting,
)

app_name = "opportunities"
urlpatterns = [
    path("opportunities/", listing.find, name="find"),
    path("opportunities/<uuid:public_id>/", detail.detail, name="detail"),
    path("account/apart/", apart.apart, name="apart"),
    path("account/apart/go/", apart.let_go, name="let_go"),
    path("tell-us/", concerns.tell_us, name="tell_us"),
    path("account/contact/", contact.contact, name="contact"),
    path("account/contact/still/", contact.still_safe, name="still_safe"),
    path("plan/", plan.plan, name="plan"),
    path("plan/calendar.ics", feeds.calendar, name="calendar"),
    path("plan/reminders/", plan.reminders, name="reminders"),
    path("plan/looking/", looking.looking, name="looking"),
    path("plan/fits/", looking.fits, name="fits"),
    path("plan/<uuid:public_id>/", plan.saved, name="saved"),
    path("plan/<uuid:public_id>/cancel/", plan.cancel, name="cancel"),
    path("plan/<uuid:public_id>/event.ics", feeds.event, name="event"),
    path("partner/", partner.workplace, name="workplace"),
    path("partner/new/", posting.new, name="workplace_new"),
    path("partner/<uuid:public_id>/", posting.edit, name="workplace_edit"),
    path("partner/<uuid:public_id>/words/<slug:step>/", posting.words, name="workplace_words"),
    path("partner/<uuid:public_id>/preview/", posting.preview, name="workplace_preview"),
    path("partner/<uuid:public_id>/copy/", posting.copy, name="workplace_copy"),
    path("partner/<uuid:public_id>/dates/", dates.dates, name="workplace_dates"),
    path("partner/dates/", calendar.calendar, name="workplace_calendar"),
    path("partner/schedules/<uuid:public_id>/", dates.schedule, name="workplace_schedule"),
    path("partner/dates/<uuid:public_id>/", dates.date, name="workplace_date"),
]
