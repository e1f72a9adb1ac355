"""How two texts differ: paragraphs, words, and what the words alone do not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.compare import ADDED, CHANGED, REMOVED, SAME, compare, lines, words

texts = st.lists(st.text(alphabet="ab đ.\t", max_size=12), max_size=8)


def kinds(old, new):
    return [(row.kind, row.text) for row in compare(old, new)]


def side(rows, left_out):
    """The paragraphs of one version again, out of a comparison."""
    return [
        "".join(piece.text for piece in row.pieces if piece.kind != left_out)
        for row in rows
        if row.kind != left_out
    ]


@given(texts, texts)
def test_both_versions_can_be_read_out_of_a_comparison(old, new):
    rows = compare(old, new)
    assert side(rows, ADDED) == old
    assert side(rows, REMOVED) == new


def test_equal_texts_have_no_change():
    assert kinds(["Một", "Hai"], ["Một", "Hai"]) == [(SAME, "Một"), (SAME, "Hai")]


def test_a_changed_word_is_marked_in_its_paragraph():
    (row,) = compare(["Huyện có 53 mô hình"], ["Huyện có 158 mô hình"])
    assert row.kind == CHANGED
    assert [(piece.kind, piece.text) for piece in row.pieces] == [
        (SAME, "Huyện có "),
        (REMOVED, "53 "),
        (ADDED, "158 "),
        (SAME, "mô hình"),
    ]


def test_a_paragraph_put_in_between_changes_its_neighbours_not():
    old, new = ["Đoạn một", "Đoạn hai"], ["Đoạn một", "Chữ mới hẳn", "Đoạn hai"]
    assert kinds(old, new) == [(SAME, "Đoạn một"), (ADDED, "Chữ mới hẳn"), (SAME, "Đoạn hai")]


def test_paragraphs_without_common_words_are_two():
    assert kinds(["Trồng rừng"], ["Thu ngân sách"]) == [
        (REMOVED, "Trồng rừng"),
        (ADDED, "Thu ngân sách"),
    ]


def test_like_is_paired_with_like_across_what_was_put_before_it():
    rows = compare(["Bà con thôn Nậm Trang mở đường"], ["Mới hẳn", "Bà con thôn Nậm Trang mở lối"])
    assert [row.kind for row in rows] == [ADDED, CHANGED]


def test_another_place_of_the_tone_is_a_change():
    assert [piece.kind for piece in words("hoà", "hòa")] == [REMOVED, ADDED]


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<h3>Mục</h3>", "Tiêu đề 3: Mục"),
        ('<p>Xem <a href="https://a.vn/x">đây</a></p>', "Xem đây [liên kết https://a.vn/x]"),
        (
            '<figure class="image"><img src="/media/anh/a.jpg" alt="Bà con"></figure>',
            "[Ảnh a.jpg: Bà con]",
        ),
        (
            '<figure class="image"><img src="/media/anh/a.jpg" alt=""></figure>',
            "[Ảnh a.jpg: không mô tả]",
        ),
        ("<table><tbody><tr><th>Xã</th><td>14</td></tr></tbody></table>", "Xã | 14"),
        ("<ul><li>Một</li></ul>", "Một"),
    ],
)
def test_what_words_alone_do_not_show_is_written_out(html, line):
    assert lines(html) == [line]
