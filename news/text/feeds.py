"""The two forms of a feed, RSS 2.0 (R34) and Atom (RFC 4287), in bytes that change only with it.

Django writes the XML; what is ours: Vietnam's time in every date, the whole text of an article
where it is asked for, and no date of its own for a feed that has no articles yet.
"""

import re
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from news.text.vietnamese import VIETNAM

CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LINK = re.compile(r"""(<(?:a|img)\b(?:\s[\w-]+="[^"]*")*?\s(?:href|src)=")(?=/)""")
BEGINNING = datetime(2000, 1, 1, tzinfo=VIETNAM)


class _Dated:
    """The date of a feed is that of its newest change."""

    def latest_post_date(self) -> datetime:
        """The newest date of an item; a fixed one while there is none."""
        dates = [item["updateddate"] or item["pubdate"] for item in self.items]
        return max(dates, default=BEGINNING)


class Rss(_Dated, Rss201rev2Feed):
    """RSS 2.0; the whole text of an item stands in `content:encoded`."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        """The names used, with that of the module for whole texts."""
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def add_item_elements(self, handler, item):
        """An item with its whole text, if it has one."""
        super().add_item_elements(handler, item)
        if item["whole"]:
            handler.addQuickElement("content:encoded", item["whole"])


class Atom(_Dated, Atom1Feed):
    """Atom; the whole text of an item stands in `content`."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item):
        """An item with its whole text, if it has one."""
        super().add_item_elements(handler, item)
        if item["whole"]:
            handler.addQuickElement("content", item["whole"], {"type": "html"})


FORMS = {"rss": Rss, "atom": Atom}


def absolute_links(html: str, site: str) -> str:
    """Take stored HTML; return it with its links and pictures under `site`, "https://host"."""
    return _LINK.sub(rf"\1{site}", html)
