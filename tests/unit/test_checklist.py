"""What an article still needs: what must be there, and whether its pictures are described."""

import time

import pytest

from news.checklist import CHECKS, Library, Strength, findings, sentence
from news.media.models import Image
from news.models import Article, ArticleVersion, Genre
from news.text.alts import is_meaningful_alt
from tests.real_article import as_html, as_read, nfd, read_article

WHOLE = {
    "title": "Tiêu đề",
    "summary": "Sapo.",
    "body": "<p>Nội dung.</p>",
    "category_id": 1,
    "unit_id": 1,
}
NOTHING = Library()
LARGE = Library(cover=Image(pk=1, width=1200))
PICTURE = '<figure class="image"><img src="/media/anh/{}.jpg" alt="{}"></figure>'


def found(library=NOTHING, **values) -> list:
    """What the checklist has to say on whole content with these values."""
    return findings(ArticleVersion(**(WHOLE | values)), library)


def fields(library=NOTHING, **values) -> list[str]:
    """The fields at which something must be done."""
    return [f.field for f in found(library, **values) if f.strength is Strength.MUST]


def codes(library=NOTHING, **values) -> list[str]:
    return [finding.code for finding in found(library, **values)]


def test_whole_content_lacks_nothing():
    assert findings(ArticleVersion(**WHOLE)) == findings(Article(**WHOLE)) == []


@pytest.mark.parametrize("name", ["title", "summary", "body"])
def test_a_missing_text_is_named_at_its_field(name):
    assert fields(**{name: ""}) == [name]


def test_a_missing_section_is_named():
    assert fields(category_id=None) == ["category"]


@pytest.mark.parametrize("signer", [{"author_id": 1}, {"source_name": "Báo Lào Cai"}])
def test_a_unit_an_author_or_a_source_signs(signer):
    assert fields(unit_id=None, **signer) == []
    assert fields(unit_id=None) == ["unit"]


def test_what_was_taken_from_elsewhere_names_its_source():
    address = "https://baolaocai.vn/bai-1.html"
    assert fields(source_url=address) == ["source_name"]
    assert fields(source_url=address, source_name="Báo Lào Cai") == []


def test_an_empty_article_is_told_all_at_once():
    empty = findings(ArticleVersion())
    assert [finding.field for finding in empty] == ["title", "summary", "body", "category", "unit"]
    assert all(finding.text.endswith(".") for finding in empty)


def test_a_cover_needs_a_description():
    assert fields(LARGE, cover_id=1, cover_alt="Bà con mở đường") == []
    assert fields(LARGE, cover_id=1) == ["cover_alt"]
    assert fields(cover_alt="") == []


def test_a_picture_that_decorates_needs_none_but_takes_no_stock_words():
    library = Library(Image(pk=1, width=1200, decorative=True), frozenset({"/media/anh/1.jpg"}))
    assert fields(library, cover_id=1) == []
    assert fields(library, cover_id=1, cover_alt="anh tin bai") == ["cover_alt"]
    assert fields(library, body=PICTURE.format(1, "")) == []
    assert fields(library, body=PICTURE.format(1, "IMG_2034")) == ["body"]
    assert fields(library, body=PICTURE.format(2, "")) == ["body"]


@pytest.mark.parametrize(("width", "expected"), [(799, ["cover-small"]), (800, [])])
def test_a_cover_is_large_enough(width, expected):
    library = Library(Image(pk=1, width=width))
    assert codes(library, cover_id=1, cover_alt="Bà con mở đường") == expected


def test_every_picture_of_the_text_needs_a_description_and_is_counted():
    alts = ("Cầu mới", "", "Hình 3", "Bà con họp")
    body = "".join(PICTURE.format(number, alt) for number, alt in enumerate(alts))
    missing = found(body=body)
    assert [finding.text for finding in missing] == [
        "Ảnh thứ 2 trong bài chưa có mô tả cho người khiếm thị.",
        "Ảnh thứ 3 trong bài chưa có mô tả cho người khiếm thị.",
    ]
    assert [(f.place.kind, f.place.number) for f in missing] == [("picture", 2), ("picture", 3)]


def test_one_picture_twice_is_told_twice():
    assert codes(body=PICTURE.format(1, "") * 2) == ["picture-alt", "picture-alt"]


def test_lengths_are_hints_by_the_kind_of_piece():
    words = "chữ " * 501
    assert codes(title="chữ " * 13, summary="chữ " * 51, body=f"<p>{words}</p>") == [
        *("long-title", "long-summary", "long-body")
    ]
    assert codes(body=f"<p>{words}</p>", genre=Genre.ARTICLE) == []
    assert {f.strength for f in found(title="chữ " * 13)} == {Strength.HINT}


def test_the_real_article_passes_without_a_click():
    title, summary, body = read_article()
    text = {"title": as_read(title), "summary": as_read(summary)}
    text["body"] = as_html([as_read(part) for part in body])
    assert {f.strength for f in found(**text)} <= {Strength.HINT}
    assert {"long-title", "long-summary"} <= set(codes(**text))


def test_a_thousand_words_are_read_in_a_moment():
    paragraph = "Đồng chí Nguyễn Văn An, điện thoại 0912 345 678, ngày 31/07/2023 nói. " * 5
    text = ArticleVersion(**(WHOLE | {"body": as_html([paragraph] * 16)}))
    # Some 5 ms on a quiet machine; what this keeps out is a check that grows with the square.
    assert min(_seconds(text) for _ in range(15)) < 0.1


@pytest.mark.parametrize("unit", ["0", "a", "a-", "a.", "@", "a@", "(", ": ", "MẬT ", "stk "])
def test_a_hostile_text_is_read_in_bounded_time(unit):
    text = ArticleVersion(**(WHOLE | {"body": f"<p>{unit * (400_000 // len(unit))}</p>"}))
    assert _seconds(text) < 5


def test_a_refusal_says_everything_and_what_can_be_done():
    text = sentence(found(title="HỘI NGHỊ TỔNG KẾT", summary=""))
    assert text.startswith("Chưa có sapo")
    assert text.endswith("ghi lý do.")
    assert "Vẫn giữ" not in sentence(found(summary=""))


def test_every_check_is_named_once():
    assert len(set(CHECKS)) == len(CHECKS)


def _seconds(text: ArticleVersion) -> float:
    start = time.process_time()
    findings(text, NOTHING)
    return time.process_time() - start


@pytest.mark.parametrize(
    "alt",
    [
        *("", " ", "…", "-", "...", "12", "()", "*"),
        *(
            "anh tin bai",
            "Ảnh tin bài",
            "ẢNH TIN BÀI 2",
            "Ảnh minh họa.",
            "“Ảnh”",
            nfd("Ảnh bài viết"),
        ),
        *("image", "IMG_2034", "img-1", "DSC_0012", "photo (3)", "Hình 1:", "no alt", "Untitled"),
        *("IMG_2034.jpg", "bà con.PNG", "z4567890_a1b2.webp", "Anh dep (2).jpeg", "a.heic "),
    ],
)
def test_words_that_say_nothing_are_no_description(alt):
    assert not is_meaningful_alt(alt)


@pytest.mark.parametrize(
    "alt",
    [
        *("Bà con thôn Nậm Trang mở đường", "Cầu", "Ảnh chân dung ông Sùng A Páo", "Đường 19/5"),
        *("Hình ảnh lễ hội xuống đồng", "Bí thư Huyện ủy phát biểu.", "Bìa báo số 12.jpg là gì?"),
    ],
)
def test_words_that_say_something_are_a_description(alt):
    assert is_meaningful_alt(alt)
