"""The rules the database keeps below whatever the application does, and what citizens see."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import User
from news.authors.models import Author, Unit
from news.media.models import Image
from news.models import (
    ArchivePage,
    Article,
    ArticleEvent,
    ArticleVersion,
    Assignment,
    Category,
    State,
)
from news.site.models import Portal
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMES = (None, NOW - MINUTE, NOW, NOW + MINUTE)


def refuses(constraint: str):
    """A block that the database ends because of this constraint or trigger."""
    return pytest.raises(IntegrityError, match=constraint)


def put(**values) -> None:
    """An article past all Python rules."""
    with transaction.atomic():
        Article.objects.bulk_create([Article(title="Bài", slug="bai", **values)])


def fits(values: dict) -> bool:
    """Whether the database takes an article with these values."""
    try:
        put(**values)
    except IntegrityError:
        return False
    return True


def test_the_list_and_the_question_agree_on_what_is_public():
    columns = ("published_at", "expires_at", "withdrawn_at")
    for state, published, *times in itertools.product(State, (None, 1), *[TIMES] * 3):
        values = dict(zip(columns, times, strict=True))
        fits({"state": state, "latest_version": 1, "published_version": published} | values)
    articles = Article.objects.all()
    for at in (NOW - 2 * MINUTE, NOW - MINUTE, NOW, NOW + MINUTE, NOW + 2 * MINUTE):
        shown = set(Article.objects.public(at))
        assert shown == {article for article in articles if article.is_public(at)}
    assert len(articles) > 200
    assert set(Article.objects.public()) == {row for row in articles if row.is_public()}


def test_an_article_begins_and_ends_at_the_very_moment():
    times = {"published_at": NOW, "expires_at": NOW + MINUTE}
    put(state=State.PUBLISHED, latest_version=1, published_version=1, **times)
    for at, shown in ((NOW - MINUTE / 60, 0), (NOW, 1), (NOW + MINUTE, 0)):
        assert Article.objects.public(at).count() == shown


LIVE = {"latest_version": 1, "published_version": 1, "published_at": NOW}
BAD_ARTICLES = (
    ("article_state_known", {"state": "x"}),
    ("article_published_has_time", LIVE | {"published_at": None}),
    ("article_published_has_time", LIVE | {"latest_version": 0}),
    ("article_published_is_live", LIVE | {"state": State.PUBLISHED, "latest_version": 2}),
    ("article_published_is_live", LIVE | {"state": State.PUBLISHED, "withdrawn_at": NOW}),
    ("article_published_is_live", {"state": State.PUBLISHED}),
    ("article_withdrawn_has_time", LIVE | {"state": State.WITHDRAWN}),
    ("article_expires_after_published", {"published_at": NOW, "expires_at": NOW}),
)


@pytest.mark.parametrize(("constraint", "values"), BAD_ARTICLES)
def test_an_article_that_contradicts_itself_is_refused(constraint, values):
    with refuses(constraint):
        put(**values)


def duplicate(model, **values):
    """A second row with the same values."""
    return lambda: model.objects.bulk_create([model(**values), model(**values)])


def other_rows() -> dict:
    """For every further constraint, something that violates it."""
    article, user, unit = make_draft(), make_user("editor"), make_unit()
    where = {"user": user, "role": user.assignments.get().role}
    picture = {"width": 1, "height": 1, "size": 1, "file": "anh/a.jpg", "original_name": "a"}
    archive = {"listing": "all", "number": 1, "starts_at": NOW, "starts_id": 1}
    badge = {"pk": 1, "badge_url": "https://tinnhiemmang.vn.example/"}
    return {
        "version_number_once": duplicate(ArticleVersion, article=article, number=7, title="a"),
        "archive_page_once": duplicate(ArchivePage, **archive),
        "assignment_once": duplicate(Assignment, **where),
        "author_once_per_unit": duplicate(Author, full_name="Lê Ấn", unit=unit),
        "category_slug_form": lambda: Category.objects.create(name="a", slug="Kinh-Te"),
        "category_not_own_parent": lambda: Category.objects.bulk_create(
            [Category(pk=9, parent_id=9, name="a", slug="a")]
        ),
        "unit_code_form": lambda: Unit.objects.create(code="bt", name="a", short_name="a"),
        "image_has_size": lambda: Image.objects.create(**picture | {"sha256": "a", "size": 0}),
        "portal_is_one_row": lambda: Portal.objects.create(pk=2),
        "portal_badge_host": lambda: Portal.objects.create(**badge),
        "user_username_once": lambda: User.objects.bulk_create(
            [User(username="An", full_name="a"), User(username="aN", full_name="b")]
        ),
    }


def test_every_other_constraint_is_kept_by_the_database():
    for constraint, violate in other_rows().items():
        with refuses(constraint), transaction.atomic():
            violate()


@pytest.mark.parametrize("slug", ["a-1", "1", "trang", "a--b", "-a", "a_b", "đ", "2026", ""])
def test_a_section_s_address_is_never_an_article_s(slug):
    with refuses("category_slug_form"), transaction.atomic():
        Category.objects.bulk_create([Category(name="a", slug=slug)])


@pytest.mark.parametrize("slug", ["a", "kinh-te", "trang-tin", "19-5-anh-hung"])
def test_a_section_s_address_is_words(slug):
    assert Category.objects.create(name="a", slug=slug).pk


def test_a_unit_s_code_is_there_once():
    make_unit("BTGHU")
    with refuses("code"), transaction.atomic():
        Unit.objects.create(code="BTGHU\u200b", name="a", short_name="a")


def test_an_external_number_and_a_picture_s_bytes_are_there_once():
    put(external_id="cu-1")
    with refuses("external_id"):
        put(external_id=" cu-1\u200b")
    image = make_image()
    with refuses("sha256"), transaction.atomic():
        image.pk = None
        image.save()


def test_sections_have_two_levels():
    root = make_category("Tin tức")
    child = make_category("Kinh tế", parent=root)
    for change in (
        lambda: Category.objects.create(name="a", slug="a", parent=child),
        lambda: Category.objects.filter(pk=root.pk).update(parent=make_category("Văn hóa")),
    ):
        with refuses("two levels"), transaction.atomic():
            change()
    with pytest.raises(ValidationError, match="hai cấp"):
        make_category("Nông nghiệp", parent=child)


STATEMENTS = (
    "UPDATE news_articleevent SET note = 'x'",
    "DELETE FROM news_articleevent",
    "TRUNCATE news_articleevent",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_events_are_neither_changed_nor_deleted_nor_emptied(statement):
    make_article(State.SUBMITTED)
    with refuses("never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert ArticleEvent.objects.count() == 1


def test_what_an_article_needs_cannot_be_deleted():
    author = make_author("Lê Trung Thành", make_unit("MTTQ"))
    image, category = make_image(), make_category("Văn hóa")
    cover = {"cover_id": image.pk, "cover_alt": "Bà con mở đường"}
    article = make_article(author_id=author.pk, unit=author.unit, category=category, **cover)
    for row in (author, author.unit, image, category, article.created_by, article):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_co_author_cannot_be_deleted_while_any_version_names_them():
    author = make_author("Đỗ Ấn")
    article = make_draft(co_authors=[author.pk])
    Article.objects.filter(pk=article.pk).update(co_authors=[])
    with refuses("signs articles"), transaction.atomic():
        author.delete()
    article.versions.all().delete()
    assert author.delete()[0] == 1


@pytest.mark.parametrize("table", ["authors_unit", "authors_author", "news_category"])
def test_the_database_itself_protects_what_is_used(table):
    author = make_author()
    make_draft(author_id=author.pk, unit=author.unit)
    with refuses("foreign key"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of the three above
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_every_move_leaves_an_event():
    article = make_article(State.WITHDRAWN)
    moves = article.events.order_by("pk").values_list("action", "from_state", "to_state")
    assert list(moves) == [
        ("submit", State.DRAFT, State.SUBMITTED),
        ("receive", State.SUBMITTED, State.EDITING),
        ("propose", State.EDITING, State.PENDING),
        ("approve", State.PENDING, State.APPROVED),
        ("publish", State.APPROVED, State.PUBLISHED),
        ("withdraw", State.PUBLISHED, State.WITHDRAWN),
    ]


def test_articles_and_versions_share_every_content_field():
    for model in (Article, ArticleVersion):
        for field in model.content_fields():
            assert type(model._meta.get_field(field.name)) is type(field)
