"""Tells Django which admin site serves the staff."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """The admin, with our own site in place of Django's."""

    default_site = "config.staff.StaffSite"
