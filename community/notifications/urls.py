from django.conf import settings
from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.notes, name="notes"),
    path("messages/off/<str:token>/", views.stop, name="stop"),
    path("messages/in/", views.text_came, name="text_came"),
]
if settings.MAILBOX_DIR:
    urlpatterns += [
        path("mailbox/", views.mailbox, name="mailbox"),
        path("mailbox/<str:name>/", views.message, name="message"),
    ]
