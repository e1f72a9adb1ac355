"""The staff side of the newsroom: articles, sections, people and what the portal says of itself."""

from news.admin import pictures
from news.admin.article import ArticleAdmin
from news.admin.assignments import AssignmentAdmin
from news.admin.people import AccountAdmin
from news.admin.redirects import RedirectAdmin
from news.admin.taxonomy import AuthorAdmin, CategoryAdmin, PortalAdmin, UnitAdmin
from news.admin.threads import ThreadAdmin

__all__ = [
    "AccountAdmin",
    "ArticleAdmin",
    "AssignmentAdmin",
    "AuthorAdmin",
    "CategoryAdmin",
    "PortalAdmin",
    "RedirectAdmin",
    "ThreadAdmin",
    "UnitAdmin",
    "pictures",
]
