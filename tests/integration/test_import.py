"""The way in for real content: what a good line becomes, and what running it again does."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from news import archive
from news.authors.models import Author, Unit
from news.media.models import Image
from news.models import Article, Category, State, Thread
from news.text import richtext
from tests.factories import make_author, make_category, make_unit
from tests.importing import COVER, ROW, counted, import_rows, put_pictures, table_sizes
from tests.real_article import PHOTO_MARK, as_html, as_read, nfd, read_article

pytestmark = pytest.mark.django_db

AT = datetime(2023, 7, 31, 7, 5, tzinfo=UTC)


@pytest.fixture
def run(tmp_path):
    """A function that imports rows (see import_rows) from a folder of its own."""
    return partial(import_rows, tmp_path)


@pytest.fixture
def pictures(tmp_path):
    """Two picture files beside the import file."""
    put_pictures(tmp_path)


def test_every_key_of_the_format_is_filed(run, pictures):
    more = {
        "subtitle": "Ghi ở thôn Nậm Trang",
        "tags": ["nông thôn mới", "giao thông", "nông thôn mới", " "],
        "source": "Cổng cũ",
        "source_url": "https://cu.example/bai/1",
        "genre": "bai",
        **COVER,
        "cover_caption": "Ngày thông xe",
    }
    assert counted(made=1) in run(ROW | more)[0]
    article = Article.objects.get(external_id="cu-1")
    for name in ("title", "subtitle", "summary", "body", "source_url", "genre", "cover_alt"):
        assert getattr(article, name) == (ROW | more)[name]
    assert article.tags == ["nông thôn mới", "giao thông"]
    assert (article.source_name, article.cover_caption) == ("Cổng cũ", "Ngày thông xe")
    assert (article.category.name, article.unit.code) == ("Tin tức", "BTGHU")
    assert (article.author.full_name, article.byline) == (
        "Lê Trung Thành",
        "Lê Trung Thành - BTGHU",
    )
    assert article.cover.original_name == "bìa.jpg"


def test_a_dated_line_is_published_with_its_date_and_recorded(run):
    run(ROW)
    article = Article.objects.get()
    assert (article.state, article.published_at) == (State.PUBLISHED, AT)
    assert article.is_public()
    event = article.events.get()
    assert (event.action, event.actor, event.version) == ("import", None, 1)


def test_an_undated_line_is_a_draft(run):
    run({**ROW, "published_at": None})
    article = Article.objects.get()
    assert (article.state, article.published_at) == (State.DRAFT, None)


def test_a_date_without_an_offset_is_vietnamese_time(run):
    run(ROW | {"published_at": "2023-07-31"})
    assert timezone.localtime(Article.objects.get().published_at).isoformat()[:16] == (
        "2023-07-31T00:00"
    )


def test_a_date_to_come_is_scheduled(run):
    run(ROW | {"published_at": (timezone.now() + timedelta(days=1)).isoformat()})
    article = Article.objects.get()
    assert article.is_live
    assert not article.is_public()


def test_plain_paragraphs_become_paragraphs(run):
    run(ROW | {"body": "Đoạn một có 1 < 2.\n\nĐoạn hai."})
    assert Article.objects.get().body == "<p>Đoạn một có 1 &lt; 2.</p>\n<p>Đoạn hai.</p>"


def test_html_passes_the_gate(run):
    run(ROW | {"body": "<div onclick='x'><p>Một</p><script>x()</script></div>"})
    assert Article.objects.get().body == "<p>Một</p>"


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="trong bai.png" alt="Cầu mới">',
        "<IMG alt='Cầu mới' width=9 height=9 style='x' src='trong%20bai.png' />",
        '<img data-src="lazy.gif" src="trong bai.png" alt="Cầu mới">',
        '<img src="trong bai.png" alt="Cầu mới" src="khac.png">',
    ],
)
def test_a_picture_in_the_body_comes_from_beside_the_file(run, pictures, tag):
    assert counted(made=1) in run(ROW | {"body": f"<p>Một</p>{tag}<p>Hai</p>"})[0]
    image, body = Image.objects.get(), Article.objects.get().body
    [shown] = richtext.images(body)
    assert (shown.src, shown.alt) == (image.file.url, "Cầu mới")
    assert 'width="320" height="200"' in body
    assert body.index("Một") < body.index("<img") < body.index("Hai")


def test_one_picture_used_twice_is_stored_once(run, pictures):
    body = {"body": '<p>Một</p><img src="ảnh/bìa.jpg" alt="Bà con">'}
    run(ROW | COVER | body, ROW | COVER | {"external_id": "cu-2"})
    assert Image.objects.count() == 1
    assert Article.objects.filter(cover=Image.objects.get()).count() == 2


def test_a_file_name_in_decomposed_letters_is_found(run, pictures):
    cover = COVER | {"cover": nfd(COVER["cover"])}
    assert counted(made=1) in run(ROW | cover)[0]


def test_what_is_missing_is_made_only_when_told_to(run):
    assert "Dòng 1: chưa có đơn vị “BTGHU”" in run(ROW, create=False)[1]
    assert table_sizes() == dict.fromkeys(table_sizes(), 0)
    run(ROW, ROW | {"external_id": "cu-2"})
    assert (Category.objects.count(), Unit.objects.count(), Author.objects.count()) == (1, 1, 1)


def test_what_is_there_is_found_by_name_slug_or_code_in_any_spelling(run):
    make_category("Xây dựng Đảng")
    make_author("Lê Trung Thành", make_unit("BTGHU"))
    names = ("xay-dung-dang", "XÂY DỰNG ĐẢNG", nfd("Xây dựng  Đảng"))
    rows = [
        ROW | {"external_id": name, "category": name, "unit": "btghu", "author": nfd(ROW["author"])}
        for name in names
    ]
    assert counted(made=3) in run(*rows, create=False)[0]
    assert Author.objects.count() == 1


def test_an_author_alone_brings_their_unit(run):
    author = make_author("Lê Trung Thành", make_unit("MTTQ"))
    make_category("Tin tức")
    run({**ROW, "unit": None}, create=False)
    assert (Article.objects.get().author, Article.objects.get().unit) == (author, author.unit)


def test_two_authors_of_one_name_need_a_unit(run):
    for code in ("MTTQ", "BTGHU"):
        make_author("Lê Trung Thành", make_unit(code))
    assert "có nhiều tác giả" in run({**ROW, "unit": None})[1]
    assert run(ROW)[1] == ""
    assert Article.objects.get().author.unit.code == "BTGHU"


@pytest.mark.parametrize("alt", ["", "anh tin bai", "Ảnh tin bài 2.", "IMG_2034.jpg", "…"])
def test_a_picture_without_a_real_description_keeps_an_article_back(run, pictures, alt):
    body = f'<p>Một</p><figure><img src="trong bai.png" alt="{alt}"></figure>'
    cover = COVER | {"cover_alt": alt}
    out, _ = run(ROW | cover | {"body": body})
    assert counted(made=1) in out
    assert "Cần bổ sung trước khi đăng: 1 bài" in out
    article = Article.objects.get()
    assert (article.state, article.published_at) == (State.DRAFT, AT)
    assert not article.is_public()
    assert article.needs_work == (
        "Ảnh đại diện chưa có mô tả cho người khiếm thị.\n"
        "Ảnh thứ 1 trong bài chưa có mô tả cho người khiếm thị."
    )


def test_pages_of_the_archive_are_numbered_at_the_end(run, monkeypatch):
    monkeypatch.setattr(archive, "PAGE_SIZE", 2)
    days = (5, 1, 4, 2, 3)
    run(
        *[
            ROW | {"external_id": str(day), "title": str(day), "published_at": f"2023-01-0{day}"}
            for day in days
        ]
    )
    for listing in archive.listings_of(Article.objects.first()):
        pages = [listing.page(number).articles for number in (1, 2, 3)]
        assert [[row.title for row in page] for page in pages] == [["2", "1"], ["4", "3"], ["5"]]


@pytest.mark.parametrize(("newline", "encoding"), [("\r\n", "utf-8-sig"), ("\n\n \n", "utf-8")])
def test_bom_windows_line_ends_and_empty_lines_are_no_matter(run, newline, encoding):
    rows = (ROW, ROW | {"external_id": "cu-2"})
    assert counted(made=2) in run(*rows, newline=newline, encoding=encoding)[0]


def test_decomposed_text_is_stored_as_composed_text(run):
    run(ROW)
    before = Article.objects.values().get()
    line = nfd(json.dumps(ROW, ensure_ascii=False))
    assert counted(unchanged=1) in run(line)[0]
    run(nfd(json.dumps(ROW | {"external_id": "cu-2"}, ensure_ascii=False)))
    after = Article.objects.filter(external_id="cu-2").values().get()
    for name in ("title", "summary", "body", "byline", "slug", "category_id", "author_id"):
        assert after[name] == before[name]


def test_a_missing_file_ends_the_command(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("import_articles", tmp_path / "khong-co.jsonl")


def test_the_real_article_comes_in_whole_and_waits_for_a_description(run, pictures):
    title, summary, body = read_article()
    photo = f'<img src="trong bai.png" alt="{PHOTO_MARK}">'
    html = as_html(body[:1]) + photo + as_html(body[1:])
    run(ROW | {"title": title, "summary": summary, "body": html})
    article = Article.objects.get()
    parts = article.body.split("\n")
    assert (article.title, article.summary) == (as_read(title), as_read(summary))
    assert [as_read(part) for part in body] == [
        part.removeprefix("<p>").removesuffix("</p>") for part in parts if "<figure" not in part
    ]
    assert "<figure" in parts[1]
    assert (article.byline, article.category.name) == ("Lê Trung Thành - BTGHU", "Tin tức")
    for number in ("1.586", "2.090", "14/14"):
        assert number in article.body
    assert not article.is_public()
    assert "Ảnh thứ 1" in article.needs_work


@pytest.mark.parametrize("words", ["duong-moi", "Đường mới", "đường  mới"])
def test_a_line_names_its_thread_of_events(run, words):
    thread = Thread.objects.create(title="Đường mới", slug="duong-moi")
    run(ROW | {"thread": words})
    article = Article.objects.get()
    assert article.thread == thread
    run(ROW | {"title": "Tiêu đề khác"})
    article.refresh_from_db()
    assert (article.title, article.thread) == ("Tiêu đề khác", thread)
