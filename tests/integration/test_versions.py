"""Versions: what counts as a change, how two differ, what a signature keeps, what comes back."""

import pytest

from news import versions, workflow
from news.models import Article, ArticleContent, ArticleVersion, Genre, State, Thread
from tests.factories import (
    make_article,
    make_attachment,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_recording,
    make_unit,
    make_user,
)
from tests.real_article import nfd

pytestmark = pytest.mark.django_db


def everything() -> dict:
    """Content with a value in every field."""
    authors = [make_author(name) for name in ("Lê Trung Thành", "Sùng A Páo", "Đỗ Ấn")]
    return {
        "title": "Tiêu đề",
        "subtitle": "Tiêu đề phụ",
        "summary": "Tóm tắt.\nHai dòng.",
        "cover_id": make_image().pk,
        "cover_alt": "Bà con mở đường",
        "cover_caption": "Chú thích",
        "body": "<p>Nội dung.</p>",
        "category_id": make_category("Văn hóa").pk,
        "unit_id": make_unit("MTTQ").pk,
        "author_id": authors[0].pk,
        "co_authors": [authors[2].pk, authors[1].pk],
        "byline": "Lê Trung Thành, Đỗ Ấn, Sùng A Páo - MTTQ",
        "source_name": "Báo tỉnh",
        "source_url": "https://bao.example/1",
        "tags": ["giao thông", "nông thôn mới"],
        "genre": Genre.ARTICLE,
        "related": [make_article().pk for _ in range(2)][::-1],
        "thread_id": Thread.objects.create(title="Đường mới", slug="duong-moi").pk,
        "attachments": [make_attachment().pk for _ in range(2)][::-1],
        "audio_id": make_recording().pk,
    }


def save(article: Article, **content) -> Article:
    """Save as the person who wrote it, and read the row again."""
    workflow.save(article, content, article.created_by, base=article.latest_version)
    return Article.objects.get(pk=article.pk)


def test_the_test_content_names_every_field():
    content = everything()
    assert set(content) == set(ArticleContent.field_names())
    assert all(content.values())


def test_a_version_and_the_row_of_a_draft_hold_what_was_written():
    article = make_draft()
    written = everything()
    article = save(article, **written)
    assert versions.latest(article).content() == written
    assert article.content() == written


def test_an_old_version_comes_back_whole():
    article = save(make_draft(), **everything())
    whole = versions.latest(article).content()
    nothing = {name: ArticleVersion._meta.get_field(name).get_default() for name in whole}
    article = save(article, **{**nothing, "title": "Tiêu đề khác"})
    article.unit = make_unit("MTTQ")
    article.unit.short_name = "Mặt trận"
    article.unit.save()
    article = save(article, **whole)
    assert article.latest_version == 4
    assert versions.latest(article).content() == article.content() == whole


def test_every_save_that_changes_something_is_kept_with_who_and_why():
    article, editor = make_article(State.SUBMITTED), make_user("editor")
    workflow.save(article, {"title": "Bản hai"}, editor, base=1, note="Sửa tên")
    first, second = article.versions.order_by("number")
    assert (first.number, first.created_by) == (1, article.created_by)
    assert (second.number, second.created_by, second.note) == (2, editor, "Sửa tên")
    assert (first.title, second.title) == (article.title, "Bản hai")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", nfd("  Tiêu  đề ")),
        ("summary", "Tóm tắt.\r\n Hai dòng. "),
        ("body", "<div><p>Nội dung.</div>"),
        ("cover_caption", "Chú\u00a0thích\u200b"),
    ],
)
def test_another_spelling_of_the_same_is_no_change(name, value):
    article = save(make_draft(), **everything())
    assert versions.changed_fields(versions.latest(article), {name: value}) == []
    assert save(article, **{name: value}).latest_version == article.latest_version


def test_changed_fields_names_exactly_what_differs():
    content = everything()
    old = ArticleVersion(**content)
    assert versions.changed_fields(old, content) == []
    for name in content:
        other = [] if isinstance(content[name], list) else None if name.endswith("_id") else "x"
        assert versions.changed_fields(old, {**content, name: other}) == [name]
    lists = ["co_authors", "tags", "related", "attachments"]
    swapped = {name: content[name][::-1] for name in lists}
    assert versions.changed_fields(old, swapped) == lists
    assert versions.changed_fields(None, {"title": "", "tags": []}) == []
    assert versions.changed_fields(None, {"title": "a"}) == ["title"]


def test_a_missing_field_keeps_its_value():
    article = save(make_draft(), **everything())
    content = versions.latest(article).content()
    article = save(article, title="Khác")
    assert versions.latest(article).content() == content | {"title": "Khác"}


def test_a_signature_names_authors_in_their_order_and_the_unit():
    authors = [make_author(name) for name in ("Đỗ Ấn", "Lê Trung Thành", "Sùng A Páo")]
    others = [authors[2].pk, authors[0].pk]
    article = make_draft(author_id=authors[1].pk, co_authors=others, unit=make_unit("BTGHU"))
    assert article.byline == "Lê Trung Thành, Sùng A Páo, Đỗ Ấn - BTGHU"
    assert save(article, co_authors=others[::-1]).byline == (
        "Lê Trung Thành, Đỗ Ấn, Sùng A Páo - BTGHU"
    )


def test_a_signature_stays_when_the_unit_or_the_author_is_renamed():
    author = make_author("Lê Trung Thành")
    article = make_draft(author_id=author.pk, unit=author.unit)
    author.unit.short_name, author.full_name = "Tên mới", "Lê Thành"
    author.unit.save()
    author.save()
    assert save(article, title="Sửa tên bài").byline == "Lê Trung Thành - BTGHU"


def test_a_signature_is_made_anew_when_somebody_else_signs():
    author = make_author("Lê Trung Thành")
    article = make_draft(author_id=author.pk, unit=author.unit)
    author.unit.short_name = "Tên mới"
    author.unit.save()
    article = save(article, author_id=make_author("Đỗ Ấn").pk)
    assert article.byline == "Đỗ Ấn - Tên mới"
    article = save(article, author_id=None, unit_id=make_unit("MTTQ").pk)
    assert article.byline == "MTTQ"
    assert save(article, unit_id=None).byline == ""


def test_the_names_of_very_many_authors_are_cut_at_a_word():
    names = [f"Nguyễn Thị Phương Thảo số {number:02}" for number in range(20)]
    first, *others = [make_author(name) for name in names]
    article = make_draft(author_id=first.pk, co_authors=[author.pk for author in others])
    assert len(article.byline) <= 300
    assert article.byline.startswith(names[0])
    assert article.byline.endswith("…")


def test_an_author_who_is_gone_is_left_out_of_a_new_signature():
    author = make_author("Lê Trung Thành")
    article = make_draft(author_id=author.pk, co_authors=[author.pk + 1000])
    assert article.byline == "Lê Trung Thành - BTGHU"


def test_the_address_follows_the_title_until_first_publication():
    article = save(make_draft(title="Đường mới"), title="Đường cũ")
    assert article.slug == "duong-cu"
    live = make_article(title="Đường mới")
    workflow.save(live, {"title": "Đường cũ"}, make_user("editor"), base=1)
    live.refresh_from_db()
    assert live.slug == "duong-moi"


def test_loading_a_version_does_not_touch_the_row():
    article = make_article(title="Đang đăng")
    workflow.save(article, {"title": "Bản sửa"}, make_user("editor"), base=1)
    article.refresh_from_db()
    assert versions.load(article).title == "Bản sửa"
    assert Article.objects.get(pk=article.pk).title == "Đang đăng"
