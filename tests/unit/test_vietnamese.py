"""Every string has one form: normalising, folding for search, and slugs."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.text.vietnamese import fold, normalise, normalise_block, normalise_inline, slugify

SEED_TITLE = (
    "Đổi mới công tác dân vận, khơi dậy sức mạnh đoàn kết của Nhân dân quyết tâm thực hiện "
    "nhiệm vụ chính trị được giao"
)
SEED_SLUG = (
    "doi-moi-cong-tac-dan-van-khoi-day-suc-manh-doan-ket-cua-nhan-dan-quyet-tam-thuc-hien-"
    "nhiem-vu-chinh-tri-duoc-giao"
)

# Anything at all, and text dense in what Vietnamese text goes wrong with.
vietnamese = st.text(
    "aăâeêoôơuưdđAĐÐð\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 \xa0\u200b\u034f\ufeff\n09.'-"
)
texts = st.text(max_size=60) | vietnamese


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Đổi mới", "Đổi mới"),
        (nfd("Đổi mới"), "Đổi mới"),
        ("nghiê\u0323m", "nghiệm"),  # Windows-1258: letter with its hat, tone apart
        ("nghie\u0302\u0323m", "nghiệm"),  # marks in the wrong order
        ("nghie\u034f\u0323\u0302m", "nghiệm"),  # an invisible joiner between them
        ("a\u0340", "à"),
        ("\u00d0ảng uỷ, \u0189oàn", "Đảng uỷ, Đoàn"),
        ("Guðrún", "Guðrún"),
        ("hoà thuỷ Uý hòa thủy Úy", "hoà thuỷ Uý hòa thủy Úy"),  # names are never "fixed"
        ("  Tin\xa0\xa0tức \t\r\n mới  ", "Tin tức mới"),
        ("a\u2003b\u202fc\u3000d\u2028e\u2029f\x0bg\x0ch\x85i", "a b c d e f g h i"),
        ("Nhân\u200b dân\ufeff \u00ad\u200d\u202eViệt\u2060", "Nhân dân Việt"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("lỗi\ud800 font\udfff", "lỗi font"),
        ("\ufffea\uffff\U0001ffff\ufdd0", "a"),
        ("\ufffcảnh", "ảnh"),
        ("\u3164", ""),  # a Hangul filler: a name that shows nothing
        ("\u2800x", "x"),
        ("❤\ufe0f", "❤"),
        ("“dân biết” – ‘dân bàn’… 3,5 % & <b>", "“dân biết” – ‘dân bàn’… 3,5 % & <b>"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_one_line_has_one_form(given_text, expected):
    assert normalise(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("\n\n  một  \n\n\n\n \u200b \nhai\n", "một\n\nhai"),
        ("một\x0bhai\u2028ba\u2029bốn", "một\nhai\nba\nbốn"),  # Word's soft line ends
        ("a\tb  c\xa0", "a b c"),
        ("", ""),
        (" \n\xa0\n", ""),
    ],
)
def test_several_lines_keep_their_paragraphs(given_text, expected):
    assert normalise_block(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (" và ", " và "),
        ("\xa0\n  và\t\xa0", " và "),
        ("\xa0 ", " "),
        ("\u200b", ""),
        ("", ""),
        (nfd("Huyện ủy "), "Huyện ủy "),
    ],
)
def test_a_node_of_html_keeps_the_space_at_its_ends(given_text, expected):
    assert normalise_inline(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("DÂN VẬN", "dan van"),
        ("dân  vận", "dan van"),
        (nfd("Đổi mới"), "doi moi"),
        ("đ", "d"),
        ("\u00d0ảng ð", "dang d"),
        ("12/2025/NĐ-CP", "12/2025/nd-cp"),
        ("hoà thuỷ Uý", fold("hòa thủy Úy")),
        ("Straße", "strasse"),
        ("İ", "i"),
        ("", ""),
    ],
)
def test_the_search_key_has_no_diacritics(given_text, expected):
    assert fold(given_text) == expected


def test_folding_leaves_only_letters_of_the_latin_alphabet_of_every_vietnamese_letter():
    letters = [
        base + tone for base in "aăâeêioôơuưyđ" for tone in ("", *"\u0300\u0309\u0303\u0301\u0323")
    ]
    assert {fold(letter) for letter in letters if "đ" not in letter} == set("aeiouy")
    assert fold("đĐ") == "dd"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (SEED_TITLE, SEED_SLUG),
        (nfd(SEED_TITLE), SEED_SLUG),
        (SEED_TITLE.upper(), SEED_SLUG),
        ("Đảng ủy", "dang-uy"),
        ("\u00d0ảng ủy", "dang-uy"),
        ("Nghị quyết 25 -NQ/TW", "nghi-quyet-25-nq-tw"),
        ("1.586 ý kiến; 3,5 %", "1-586-y-kien-3-5"),
        ("--- “Dân biết, dân bàn”…", "dan-biet-dan-ban"),
        ("Khu đất 120 m²", "khu-dat-120-m2"),
        ("K’Bảo", "k-bao"),
        ("北京", "bai"),
        ("!!!", "bai"),
        ("", "bai"),
    ],
)
def test_a_slug_reads_as_the_title_without_diacritics(title, expected):
    assert slugify(title) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (7, "dan-van"),
        (8, "dan-van"),
        (10, "dan-van"),
        (11, "dan-van-kheo"[:7]),
        (12, "dan-van-kheo"),
        (2, "da"),
    ],
)
def test_a_long_slug_is_cut_at_a_hyphen(length, expected):
    assert slugify("Dân vận khéo", length) == expected


@pytest.mark.parametrize("rule", [normalise, normalise_block, normalise_inline, fold, slugify])
@given(text=texts)
@example(text="가")
@example(text="\u0345İǰﬁ½№")
def test_each_rule_is_stable_and_blind_to_composition(rule, text):
    result = rule(text)
    assert rule(result) == result
    assert rule(nfd(text)) == rule(unicodedata.normalize("NFC", text)) == result
    assert unicodedata.is_normalized("NFC", result)
    result.encode()


@given(text=texts)
def test_nothing_unseen_is_left(text):
    # Every invisible of this list is a category; a plain space is the only separator.
    left = {unicodedata.category(char) for char in normalise(text) if char != " "}
    assert not left & {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


@given(text=texts, length=st.integers(1, 40))
def test_a_slug_is_always_a_legal_address(text, length):
    slug = slugify(text, length)
    assert 0 < len(slug) <= max(length, 3)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
    assert slug.strip("-") == slug
