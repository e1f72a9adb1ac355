"""The tables of the frame: the portal's own data, menus, banners, front page and their record."""

from news.site.models.banner import Banner, Level, Outage
from news.site.models.front import FrontBlock, Kind, Layout
from news.site.models.menu import MenuItem, Place
from news.site.models.portal import Portal
from news.site.models.record import SiteEvent

__all__ = [
    "Banner",
    "FrontBlock",
    "Kind",
    "Layout",
    "Level",
    "MenuItem",
    "Outage",
    "Place",
    "Portal",
    "SiteEvent",
]
