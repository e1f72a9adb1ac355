"""The addresses of the portal: the staff side, sign-in, and everything citizens read."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from news.media.serving import serve_media

urlpatterns = [
    path("quan-tri/thong-bao/", include("news.admin.notices")),
    path("quan-tri/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("config.operations.urls")),
    path("", include("news.urls")),
]
if settings.SERVE_MEDIA:
    urlpatterns.append(re_path(r"^media/(?P<path>.+)$", serve_media))

handler400 = "news.views.errors.bad_request"
handler403 = "news.views.errors.permission_denied"
handler404 = "news.views.errors.page_not_found"
handler500 = "news.views.errors.server_error"
