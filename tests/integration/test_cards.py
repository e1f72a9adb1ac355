"""Cards are kept by what they say: none can be out of date, and none says another's words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article, Category
from news.templatetags import cards
from tests.factories import make_article, make_category, make_image, make_unit

pytestmark = pytest.mark.django_db

KINDS = {
    "row": lambda article: cards.row(article, None, False),
    "card": lambda article: cards.card(article, "block"),
    "lead": cards.lead,
    "headline": cards.headline,
    "dated": cards.dated,
    "meta": cards.meta,
}
SHOWN = {
    "title": {"title": "Tên khác"},
    "summary": {"summary": "Sapo khác"},
    "unit": {"unit": None},
    "category": {"category": None},
    "cover": {"cover": None},
    "byline": {"byline": "Người khác"},
    "published_at": {"published_at": timezone.now() - timedelta(days=9)},
}


def read(pk: int) -> Article:
    """As a list reads it."""
    return Article.objects.for_list().get(pk=pk)


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_changes_with_what_it_shows(kind):
    article = make_article(category=make_category(), unit=make_unit(), cover=make_image())
    seen, changes = [KINDS[kind](read(article.pk))], 0
    for values in SHOWN.values():
        Article.objects.filter(pk=article.pk).update(**values)
        fresh = KINDS[kind](read(article.pk))
        cards._html.cache_clear()
        assert KINDS[kind](read(article.pk)) == fresh
        changes += fresh not in seen
        seen.append(fresh)
    assert changes, "it shows nothing of it, so this proved nothing"


def test_cards_that_say_the_same_are_made_once():
    article = make_article(category=make_category(), unit=make_unit())
    assert cards.row(read(article.pk), None, True) is cards.row(read(article.pk), None, True)


def test_a_section_is_not_named_on_its_own_page_or_when_it_is_hidden():
    article = make_article(category=make_category("Kinh tế"))
    assert "Kinh tế" in cards.row(read(article.pk), None, False)
    assert "Kinh tế" not in cards.row(read(article.pk), article.category_id, False)
    Category.objects.update(visible=False)
    assert "Kinh tế" not in cards.row(read(article.pk), None, False)


def test_no_word_of_an_article_is_html():
    article = make_article(title="Giá <b>tăng</b>", summary="<i>Tóm tắt</i>")
    for make in KINDS.values():
        assert "<b>" not in make(read(article.pk))
        assert "<i>" not in make(read(article.pk))
