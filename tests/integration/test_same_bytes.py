"""However an article is brought in, what is stored is the same, byte for byte."""

import pytest

from news.models import Article
from tests.factories import make_draft, make_user
from tests.real_article import as_html, as_read, as_word_html, nfd, read_article

pytestmark = pytest.mark.django_db

TITLE, SUMMARY, BODY = read_article()
WAYS_IN = {
    "typed": (TITLE, SUMMARY, as_html(BODY)),
    "from a Mac": (nfd(TITLE), nfd(SUMMARY), nfd(as_html(BODY))),
    "from Word": (f" {TITLE} ", SUMMARY.strip(), as_word_html(BODY)),
    "from Word on a Mac": (nfd(TITLE), nfd(SUMMARY), nfd(as_word_html(BODY))),
}


def stored(title: str, summary: str, body: str) -> tuple:
    """What the database holds of the article, and of its version, after a save."""
    writer = make_user("contributor")
    article = make_draft(writer, title=title, summary=summary, body=body)
    row = Article.objects.get(pk=article.pk)
    version = row.versions.get()
    assert (row.title, row.summary, row.body) == (version.title, version.summary, version.body)
    return row.title, row.summary, row.body, row.slug


@pytest.mark.parametrize("way", WAYS_IN)
def test_the_real_article_is_stored_as_its_clean_self(way):
    title, summary, body, _ = stored(*WAYS_IN[way])
    assert title == as_read(TITLE)
    assert summary == as_read(SUMMARY)
    assert body == "\n".join(f"<p>{as_read(paragraph)}</p>" for paragraph in BODY)


def test_every_way_in_gives_the_same_bytes():
    assert len({stored(*way) for way in WAYS_IN.values()}) == 1


def test_what_was_read_from_the_database_may_be_saved_again_unchanged():
    first = stored(*WAYS_IN["from Word"])
    assert stored(*first[:3]) == first
