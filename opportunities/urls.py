from django.urls import path

from . import feeds
from .views import (
    apart,
    concerns,
    contact,
    dates,
    detail,
    listing,
    looking,
    offers,
    partner,
    plan,
    requests,
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
    path("plan/<uuid:public_id>/take/", offers.take, name="take"),
    path("plan/<uuid:public_id>/event.ics", feeds.event, name="event"),
    path("partner/", partner.workplace, name="workplace"),
    path("partner/new/", partner.new, name="workplace_new"),
    path("partner/<uuid:public_id>/", partner.edit, name="workplace_edit"),
    path("partner/<uuid:public_id>/dates/", dates.dates, name="workplace_dates"),
    path("partner/schedules/<uuid:public_id>/", dates.schedule, name="workplace_schedule"),
    path("partner/dates/<uuid:public_id>/answer/", requests.answer, name="workplace_answer"),
    path("partner/dates/<uuid:public_id>/", dates.date, name="workplace_date"),
]
