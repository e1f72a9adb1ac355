"""The page of corrections: what public articles had wrong, and what is right (R31)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from news import chrome
from news.models import Article, Correction
from news.views.public import Head, public_page

PAGE_SIZE = 20
# Nobody reads so far, and no request makes the database count further.
MOST_PAGES = 500


@public_page
def corrections(request, number=None):
    """Corrections of the articles citizens can read, newest first; updates are no errors."""
    if number == 1:
        return redirect("corrections", permanent=True)
    page = 1 if number is None else number
    rows = _rows(page)
    if number is not None and not rows:
        raise Http404
    older = _address(page + 1) if len(rows) > PAGE_SIZE and page < MOST_PAGES else ""
    newer = _address(page - 1) if page > 1 else ""
    context = {
        "head": _head(chrome.of(request), page, newer, older),
        "corrections": [_shown(row) for row in rows[:PAGE_SIZE]],
        "shown_number": number,
        "newer": newer,
        "older": older,
    }
    return render(request, "corrections.html", context)


def _rows(page: int) -> list[Correction]:
    """The rows of a page and one more, which says whether another page follows."""
    if not 1 <= page <= MOST_PAGES:
        return []
    wrong = Correction.objects.filter(kind=Correction.Kind.CORRECTION)
    rows = wrong.filter(article__in=Article.objects.public().values("pk"))
    rows = rows.select_related("article").only(
        *("kind", "wrong", "text", "at", "article__title", "article__kind", "article__slug")
    )
    first = (page - 1) * PAGE_SIZE
    return list(rows[first : first + PAGE_SIZE + 1])


def _shown(row: Correction) -> dict:
    words = {"label": row.get_kind_display(), "wrong": row.wrong, "text": row.text}
    return {**words, "at": row.at, "article": row.article}


def _address(page: int) -> str:
    return reverse("corrections-page", args=[page]) if page > 1 else reverse("corrections")


def _head(portal, page: int, newer: str, older: str) -> Head:
    about = portal.about
    return Head(
        title="Đính chính" if page == 1 else f"Đính chính, trang {page}",
        path=_address(page),
        description=f"Đính chính các tin, bài đã đăng trên {about.name}.",
        creator=about.name,
        newer=newer,
        older=older,
    )
