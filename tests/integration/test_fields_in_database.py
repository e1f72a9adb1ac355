"""Text reaches the database in its one form on every path, and sorts as Vietnamese does."""

import pytest
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import User
from news.authors.models import Author, Unit
from news.models import Article, ArticleVersion, Category
from news.text.richtext import TooLarge
from tests.factories import make_category, make_unit
from tests.real_article import nfd

pytestmark = pytest.mark.django_db

DIRTY = {
    "title": (f"  {nfd('Đổi  mới')}\u00a0ở\u200b Bảo\ufeff Thắng\n", "Đổi mới ở Bảo Thắng"),
    "summary": (nfd("Ấn\u00a0phẩm ") + "\r\n\r\n\r\nHai\0", "Ấn phẩm\n\nHai"),
    "body": (
        f"<p onclick=x>{nfd('Ấn')}&nbsp;phẩm<script>x</script><b>!</b>",
        "<p>Ấn phẩm<strong>!</strong></p>",
    ),
    "tags": ([nfd("Ấn  phẩm"), "dân\u00a0vận"], ["Ấn phẩm", "dân vận"]),
    "source_name": ("Báo\u200b  tỉnh", "Báo tỉnh"),
}
WRITTEN = {name: dirty for name, (dirty, _clean) in DIRTY.items()}
STORED = {name: clean for name, (_dirty, clean) in DIRTY.items()}


def stored(row) -> dict:
    """What the database holds of a row, without any Python of ours."""
    return type(row)._base_manager.values(*DIRTY).get(pk=row.pk)


def by_save() -> Article:
    article = Article(slug="a", **WRITTEN)
    article.save()
    return article


def by_bulk_create() -> Article:
    return Article.objects.bulk_create([Article(slug="a", **WRITTEN)])[0]


def by_update() -> Article:
    article = Article.objects.create(slug="a", title="a")
    Article.objects.filter(pk=article.pk).update(**WRITTEN)
    return article


def by_bulk_update() -> Article:
    article = Article.objects.create(slug="a", title="a")
    for name, value in WRITTEN.items():
        setattr(article, name, value)
    Article.objects.bulk_update([article], list(WRITTEN))
    return article


def by_get_or_create() -> Article:
    return Article.objects.get_or_create(slug="a", defaults=WRITTEN)[0]


def by_update_or_create() -> Article:
    Article.objects.create(slug="a", title="a")
    return Article.objects.update_or_create(slug="a", defaults=WRITTEN)[0]


def by_a_version() -> ArticleVersion:
    return ArticleVersion.objects.create(article=by_save(), number=1, **WRITTEN)


PATHS = (
    *(by_save, by_bulk_create, by_update, by_bulk_update, by_get_or_create),
    *(by_update_or_create, by_a_version),
)


@pytest.mark.parametrize("write", PATHS)
def test_every_path_stores_the_one_form(write):
    assert stored(write()) == STORED


def test_the_object_in_hand_equals_its_row_after_a_save():
    article = by_save()
    for name in ("title", "summary", "body", "source_name"):
        assert getattr(article, name) == STORED[name]


def test_expressions_copy_what_is_stored_already():
    article = by_save()
    Article.objects.update(subtitle=F("title"), cover_caption=Concat("title", Value("!")))
    article.refresh_from_db()
    assert article.subtitle == STORED["title"]
    assert article.cover_caption == STORED["title"] + "!"


@pytest.mark.parametrize(
    "lookup",
    [
        {"title": WRITTEN["title"]},
        {"title__in": [WRITTEN["title"]]},
        {"title__icontains": nfd("đổi\u00a0mới")},
        {"title__startswith": nfd("Đổi  m")},
        {"summary__contains": nfd("Ấn\u200b phẩm")},
        {"tags__contains": [nfd("Ấn\u00a0phẩm")]},
        {"body": WRITTEN["body"]},
    ],
)
def test_what_is_looked_for_is_brought_into_the_same_form(lookup):
    article = by_save()
    assert list(Article.objects.filter(**lookup)) == [article]


def test_a_number_at_another_place_is_null_or_one_line():
    article = Article.objects.create(slug="a", title="a")
    assert article.external_id is None
    Article.objects.filter(pk=article.pk).update(external_id=" cu\u00a0 1 ")
    assert Article.objects.get(external_id="cu 1") == article


def test_what_no_parser_should_read_never_reaches_the_database():
    huge = "<p>" + "x" * 2_000_000
    for write in (
        lambda: Article.objects.create(slug="a", title="a", body=huge),
        lambda: Article.objects.bulk_create([Article(slug="a", title="a", body=huge)]),
        lambda: Article.objects.update(body=huge),
    ):
        with pytest.raises(TooLarge), transaction.atomic():
            write()
    assert not Article.objects.exists()


NAMES = ["Trần Văn An", "Lê Ân", "Đỗ Dũng", "Lý Đạt", "Vũ Em", "Ma Ông", "Đào Thành", "Lê Thành"]
UNITS = ["Ban Dân vận", "Ban Tuyên giáo", "Công an", "Dân quân", "Đài truyền thanh", "Ủy ban"]


def test_authors_and_accounts_sort_by_given_name_with_plain_d_first():
    shuffled = [*NAMES[::2], *NAMES[1::2]][::-1]
    unit = make_unit()
    Author.objects.bulk_create(Author(full_name=nfd(name), unit=unit) for name in shuffled)
    for number, name in enumerate(shuffled):
        User.objects.create_user(f"nguoi-{number}", full_name=name)
    assert list(Author.objects.values_list("full_name", flat=True)) == NAMES
    assert list(User.objects.values_list("full_name", flat=True)) == NAMES


def test_units_sort_by_the_vietnamese_alphabet():
    for number, name in enumerate([*UNITS[::2], *UNITS[1::2]][::-1]):
        Unit.objects.create(code=f"U{number}", name=name, short_name=name)
    assert list(Unit.objects.values_list("name", flat=True)) == UNITS


def test_a_renamed_author_moves_to_their_new_place():
    first, second = (
        Author.objects.create(full_name=name, unit=make_unit()) for name in ("Lê An", "Lê Bình")
    )
    first.full_name = "Lê Cường"
    first.save()
    assert list(Author.objects.all()) == [second, first]


def test_the_longest_name_has_a_place_in_the_index():
    author = Author.objects.create(full_name="Ấ" * 120, unit=make_unit())
    assert Author.objects.filter(sort_key__gt="A").get() == author


def test_a_section_takes_its_address_from_its_name():
    assert make_category(nfd("Đời sống – Xã hội")).slug == "doi-song-xa-hoi"
    assert list(Category.objects.values_list("name", flat=True)) == ["Đời sống – Xã hội"]
