"""The tables of the newsroom.

`ArticleContent` is everything a writer writes. `Article` is what citizens see, and
`ArticleVersion` is what was written at one save; both inherit it, so a version is a typed
row and copying is one loop over `ArticleContent.field_names()`.
"""

from news.models.afterwards import Correction, Pin
from news.models.article import Article, ArticleVersion, State
from news.models.category import MOST_STEPS, NEWS_ROOT, Category
from news.models.content import ArticleContent, Genre
from news.models.conversation import CORRECTED_WITHIN, Note
from news.models.kind import PAGE_SLUG, PAGE_SLUG_PART, PART_ENDS_IN_NUMBER, Kind
from news.models.notice import How, Mail, Notice, NoticeChoice, Reminder
from news.models.records import PUBLICATIONS, ArchivePage, ArticleEvent, Assignment, Waiver
from news.models.related import named
from news.models.review import ReviewLink
from news.models.saved_filter import SavedFilter
from news.models.scheduled import DUE
from news.models.sitting import Sitting, new_token
from news.models.thread import Thread

__all__ = [
    "CORRECTED_WITHIN",
    "DUE",
    "MOST_STEPS",
    "NEWS_ROOT",
    "PAGE_SLUG",
    "PAGE_SLUG_PART",
    "PART_ENDS_IN_NUMBER",
    "PUBLICATIONS",
    "ArchivePage",
    "Article",
    "ArticleContent",
    "ArticleEvent",
    "ArticleVersion",
    "Assignment",
    "Category",
    "Correction",
    "Genre",
    "How",
    "Kind",
    "Mail",
    "Note",
    "Notice",
    "NoticeChoice",
    "Pin",
    "Reminder",
    "ReviewLink",
    "SavedFilter",
    "Sitting",
    "State",
    "Thread",
    "Waiver",
    "named",
    "new_token",
]
