"""Names the addresses app."""

from django.apps import AppConfig


class AddressesConfig(AppConfig):
    """Old addresses of the portal and of the one before it, and addresses where no page is."""

    name = "news.addresses"
    label = "addresses"
    verbose_name = "Địa chỉ cũ"
