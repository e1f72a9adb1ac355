"""What a page of the picture library shows: which pictures, found by which words."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Func, Q, TextField, Value
from django.db.models.functions import Concat

from news.media import usage
from news.media.models import Image
from news.text.vietnamese import fold

PER_PAGE = 24
LONGEST_SEARCH = 100
TEXTS = ("alt", "caption", "credit", "source", "original_name")
NOT_DESCRIBED = Q(alt="", decorative=False)
ALL, OWN, BARE, UNUSED = "", "cua-toi", "chua-mo-ta", "chua-dung"
KINDS = {ALL: "Tất cả", OWN: "Của tôi", BARE: "Chưa có mô tả", UNUSED: "Chưa dùng"}


class Folded(Func):
    """In a query: a text without diacritics and capitals, as vietnamese.fold makes it."""

    template = (
        "translate(lower(regexp_replace(normalize(%(expressions)s, NFD), "
        "'[\u0300-\u036f]', '', 'g')), 'đĐ', 'dd')"
    )
    output_field = TextField()


@dataclass(frozen=True)
class Shelf:
    """A page of the library with the question that led to it."""

    words: str
    kind: str
    page: Page

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The filters in their order: (value in the address, label)."""
        return list(KINDS.items())


def shelf(asked, user) -> Shelf:
    """The page that an address asks for (its GET parameters); unknown wishes count as none."""
    words = asked.get("q", "").strip()[:LONGEST_SEARCH]
    kind = asked.get("loc", ALL)
    kind = kind if kind in KINDS else ALL
    pictures = Image.objects.filter(_kind(kind, user)).select_related("uploaded_by")
    page = Paginator(_found(pictures, words), PER_PAGE).get_page(asked.get("trang"))
    return Shelf(words, kind, page)


def _kind(kind: str, user) -> Q:
    if kind == OWN:
        return Q(uploaded_by=user.pk)
    if kind == UNUSED:
        return ~usage.shown()
    return NOT_DESCRIBED if kind == BARE else Q()


def _found(pictures, words: str):
    """Every word must occur somewhere, typed with or without diacritics."""
    parts = [part for name in TEXTS for part in (name, Value("\n"))]
    pictures = pictures.alias(folded=Folded(Concat(*parts, output_field=TextField())))
    for word in fold(words).split():
        pictures = pictures.filter(folded__contains=word)
    return pictures
