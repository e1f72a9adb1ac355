"""Which tables a page may be made of, and how it learns that one of them has changed."""

import re
from functools import lru_cache

from django.apps import apps

# What of an article readers see is known to the changes that programs follow, which are watched in
# its place; so are its files and places.
ARTICLE = "news_article"
# A trigger on each says that it changed (migrations/0001); a page holds until then.
WATCHED = (
    *("addresses_redirect", "authors_author", "authors_unit", "changes_publicchange"),
    *("media_attachment", "media_formerfile", "media_image", "news_archivepage", "news_category"),
    *("news_correction", "news_pin", "news_thread", "pages_page", "search_recommendation"),
    *("search_samewords", "sharing_sharepicture", "site_account", "site_banner", "site_frontblock"),
    *("site_menuitem", "site_official", "site_outage", "site_portal"),
)
# Counts and indexes: a page made of them holds for so many seconds whatever becomes of them.
AGING = {
    **dict.fromkeys(("readership_mostread", "readership_dayreads", "readership_dayvisits"), 300),
    **dict.fromkeys(("search_document", "search_title", "search_phrase"), 60),
}
# Counted while a page is made, and never shown on one.
UNSEEN = {"addresses_missed", "search_daysearches"}
# What follows from who is writing just now is true for a moment only.
_FLEETING = {"pg_stat_activity"}
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The names of all tables of the portal, and of the database's own that count."""
    models = apps.get_models(include_auto_created=True)
    return frozenset(_FLEETING.union(model._meta.db_table for model in models))


@lru_cache(maxsize=4096)
def named(sql: str) -> frozenset[str]:
    """The tables that a statement reads. Too many rather than too few: a column of the same name
    counts as well."""
    found = known().intersection(_WORD.findall(sql)) - UNSEEN
    return found - {ARTICLE} | {"changes_publicchange"} if ARTICLE in found else found
