"""What an article still needs, each in a sentence at its field."""

import pytest

from news.checklist import findings, is_meaningful_alt
from news.models import Article, ArticleVersion
from tests.real_article import nfd

WHOLE = {
    "title": "Tiêu đề",
    "summary": "Sapo.",
    "body": "<p>Nội dung.</p>",
    "category_id": 1,
    "unit_id": 1,
}


def fields(**values) -> list[str]:
    """The fields at which something is missing."""
    return [finding.field for finding in findings(ArticleVersion(**(WHOLE | values)))]


def test_whole_content_lacks_nothing():
    assert findings(ArticleVersion(**WHOLE)) == findings(Article(**WHOLE)) == []


@pytest.mark.parametrize("name", ["title", "summary", "body"])
def test_a_missing_text_is_named_at_its_field(name):
    assert fields(**{name: ""}) == [name]


def test_a_missing_section_is_named():
    assert fields(category_id=None) == ["category"]


def test_a_unit_or_an_author_signs():
    assert fields(unit_id=None, author_id=1) == []
    assert fields(unit_id=None) == ["unit"]


def test_an_empty_article_is_told_all_at_once():
    empty = findings(ArticleVersion())
    assert [finding.field for finding in empty] == ["title", "summary", "body", "category", "unit"]
    assert all(finding.text.endswith(".") for finding in empty)


def test_a_cover_needs_a_description():
    assert fields(cover_id=1, cover_alt="Bà con mở đường") == []
    assert fields(cover_id=1) == ["cover_alt"]
    assert fields(cover_alt="") == []


def test_every_picture_of_the_text_needs_a_description_and_is_counted():
    picture = '<figure class="image"><img src="/media/anh/{}.jpg" alt="{}"></figure>'
    alts = ("Cầu mới", "", "Hình 3", "Bà con họp")
    body = "".join(picture.format(number, alt) for number, alt in enumerate(alts))
    texts = [finding.text for finding in findings(ArticleVersion(**(WHOLE | {"body": body})))]
    assert texts == [
        "Ảnh thứ 2 trong bài chưa có mô tả cho người khiếm thị.",
        "Ảnh thứ 3 trong bài chưa có mô tả cho người khiếm thị.",
    ]


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
