"""The tables of the frame: the portal's own data, menus, contacts, banners, front page, record."""

from news.site.models.banner import Banner, Level, Outage
from news.site.models.contact import Account, Official
from news.site.models.front import FrontBlock, Kind, Layout
from news.site.models.menu import MenuItem, Place
from news.site.models.portal import Portal
from news.site.models.record import SiteEvent

__all__ = [
    "Account",
    "Banner",
    "FrontBlock",
    "Kind",
    "Layout",
    "Level",
    "MenuItem",
    "Official",
    "Outage",
    "Place",
    "Portal",
    "SiteEvent",
]
