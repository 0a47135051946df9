from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from .views import numbers, search, sitemap, yours, yours_link, yours_one

the_one_way_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    # Wagtail's own log-ins, of its admin and of private pages, have no limit of tries.
    path("cms/login/", the_one_way_in, name="the_one_way_in"),
    path("_util/login/", the_one_way_in, name="the_one_way_in"),
    path("numbers/", numbers, name="numbers"),
    path("search/", search, name="search"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("yours/", yours, name="yours"),
    path("yours/<uuid:public_id>/", yours_one, name="yours_one"),
    path("yours/with/<str:token>/", yours_link, name="yours_link"),
    path("cms/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("", include(wagtail_urls)),
]
