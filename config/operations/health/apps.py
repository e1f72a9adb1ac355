"""Names the app of the portal's health."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """The checks, and what was learned outside of requests."""

    name = "config.operations.health"
    label = "health"
    verbose_name = "Tình trạng hệ thống"
