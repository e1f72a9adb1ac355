"""The addresses for programs that watch the portal, below that of its health."""

from django.urls import path

from config.operations.views import detailed, metrics

urlpatterns = [
    path("suc-khoe/chi-tiet/", detailed, name="health-detailed"),
    path("suc-khoe/do-luong/", metrics, name="health-metrics"),
]
