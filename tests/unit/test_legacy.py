"""TCVN3 and VNI: exact conversion, and detection that finds them and leaves all else alone."""

import gettext
import json
import unicodedata
from pathlib import Path

import django
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.text.legacy import Encoding, convert, convert_text, detect, inspect_text
from tests.legacy import FOREIGN, LETTERS, VIETNAMESE, as_tcvn3, as_vni

TCVN3, VNI = Encoding.TCVN3, Encoding.VNI
WRITE = {TCVN3: as_tcvn3, VNI: as_vni}
FACTS = Path(__file__).parents[3] / "shared" / "legacy_encodings.json"
MOTTO = "Cộng hoà xã hội chủ nghĩa Việt Nam"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def old_tones(text: str) -> str:
    for new, old in (("oà", "òa"), ("oá", "óa"), ("oạ", "ọa"), ("uỷ", "ủy"), ("uý", "úy")):
        text = text.replace(new, old)
    return text


def windows(lines: list[str], size: int) -> list[str]:
    """Every run of so many words, dashes and numbers not counted."""
    found = []
    for line in lines:
        parts = line.split()
        starts = [at for at, part in enumerate(parts) if any(map(str.isalpha, part))]
        for first, last in zip(starts, starts[size - 1 :], strict=False):
            found.append(" ".join(parts[first : last + 1]))
    return found


# Conversion


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", TCVN3, MOTTO),
        ("Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam", VNI, MOTTO),
        ("n\u00ad\u00adíc", TCVN3, "nưước"),
        ("C\uf0e9ng ho\uf0b5 x\uf0b7", TCVN3, "Cộng hoà xã"),
        ("ho\u03bc", TCVN3, "hoà"),
        ("ÑAÏI HOÄI Ñaûng, ÖÔÙc", VNI, "ĐẠI HỘI Đảng, ƯỚc"),
        ("Aù Eâ Ôù", VNI, "Á Ê Ớ"),
        ("CéNG HOµ X· HéI CHñ NGHÜA", TCVN3, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA"),
        ("ñY BAN NH¢N D¢N x· Hå S¬n", TCVN3, "ỦY BAN NHÂN DÂN xã Hồ Sơn"),
        ("Hµ Néi, TP. Hå ChÝ Minh", TCVN3, "Hà Nội, TP. Hồ Chí Minh"),
        ("UBND x· Vò B¸; H§ND", TCVN3, "UBND xã Vũ Bá; HĐND"),
        ("H§ND HUYÖN\nHå Néi", TCVN3, "HĐND HUYỆN\nHồ Nội"),
        ("", VNI, ""),
        ("a@b.vn 1.586 “–”…", TCVN3, "a@b.vn 1.586 “–”…"),
    ],
)
def test_known_texts(text, encoding, expected):
    assert convert(text, encoding) == expected


def test_the_labels_name_the_fonts_that_staff_know():
    assert [encoding.label for encoding in Encoding] == [
        "TCVN3 (ABC, phông .Vn…)",
        "VNI (phông VNI-…)",
    ]


def test_every_letter_comes_back():
    assert len(LETTERS) == 134
    assert [convert(as_vni(letter), VNI) for letter in LETTERS] == LETTERS
    own = [letter for letter in LETTERS if letter.islower() or letter in "ĂÂÊÔƠƯĐ"]
    assert [convert(as_tcvn3(letter), TCVN3) for letter in own] == own
    lost = [letter for letter in LETTERS if letter not in own]
    assert [convert(as_tcvn3(letter), TCVN3) for letter in lost] == [c.lower() for c in lost]


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not part of the code")
def test_the_tables_agree_with_the_facts():
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    for name, encoding in (("tcvn3_cp1252_char", TCVN3), ("vni_cp1252_seq", VNI)):
        table = facts[f"{name}_to_unicode"]
        assert {key: convert(key, encoding) for key in table} == table


@pytest.mark.parametrize("line", VIETNAMESE)
def test_texts_come_back_whole(line):
    assert convert(as_vni(line), VNI) == line
    assert convert(as_vni(line.upper()), VNI) == line.upper()
    assert convert(as_tcvn3(line.lower()), TCVN3) == line.lower()
    assert convert(as_tcvn3(line.upper()), TCVN3) == line.upper()
    # A toned capital at the head of a word is the one thing that TCVN3 loses.
    assert convert(as_tcvn3(line), TCVN3).lower() == line.lower()


@given(st.text(st.sampled_from(LETTERS) | st.characters(max_codepoint=0x7E), max_size=80))
def test_any_text_in_vni_comes_back(text):
    assert convert(as_vni(text), VNI) == text


@given(st.text(max_size=60), st.sampled_from(Encoding))
def test_whatever_is_converted_is_nfc(text, encoding):
    assert unicodedata.is_normalized("NFC", convert(text, encoding))


# Detection


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("size", [6, 8, 12])
def test_at_least_98_of_100_passages_are_found(encoding, size):
    passages = windows(VIETNAMESE, size)
    missed = [text for text in passages if detect(WRITE[encoding](text)) is not encoding]
    recall = 1 - len(missed) / len(passages)
    assert recall >= 0.98, f"{recall:.2%} of {len(passages)} in {encoding}, not {missed[:9]}"


@pytest.mark.parametrize("line", VIETNAMESE)
@pytest.mark.parametrize("encoding", Encoding)
def test_every_whole_line_is_found(encoding, line):
    assert detect(WRITE[encoding](line)) is encoding
    assert detect(WRITE[encoding](line.upper())) is encoding
    assert convert_text(WRITE[encoding](line.lower())) == line.lower()


def test_no_vietnamese_in_unicode_is_taken_for_another_encoding():
    for size in (1, 2, 3, 5, 8):
        for text in windows(VIETNAMESE, size):
            for form in (text, nfd(text), old_tones(text), text.upper(), text.title()):
                assert detect(form) is None, form
                assert detect(form, [".VnTime", "VNI-Times"]) is None, form


def test_no_foreign_text_is_taken_for_vietnamese():
    for text in FOREIGN + [part for size in (1, 2, 3, 5, 8) for part in windows(FOREIGN, size)]:
        for form in (text, nfd(text), text.upper(), text.lower(), text.title()):
            assert detect(form) is None, form


def test_none_of_the_languages_of_django_is_taken_for_vietnamese():
    """Ten thousand phrases in a hundred languages, and nobody chose them for this."""
    catalogs = list(Path(django.__file__).parent.glob("conf/locale/*/LC_MESSAGES/django.mo"))
    assert len(catalogs) > 90
    for path in catalogs:
        with path.open("rb") as file:
            phrases = gettext.GNUTranslations(file)._catalog.values()
        text = "\n".join(phrase for phrase in phrases if isinstance(phrase, str))
        assert inspect_text(text) is None, path
        assert inspect_text(text.upper()) is None, path


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u00ad",
        "···",
        "· Mục một",
        "£5, ¥100, § 12(3), © 2024, ®, ½",
        "Filters of 5 µm, torque in N·m, an m×n matrix and its h·m product",
        "»%c« oder »%s« an Position %d in »t«",
        "Müller",
        "São Paulo",
        "Malmö",
        "Citroën",
        "Taï-le, Thaï, Où",
        "Må vi nå så",
        "Con cá, lá cà, bò, dê và bà là ba",
        "caf\u0065\u0301",
        "\ud800 lỗi",
        "https://a.vn/®Õn/x·/nh©n/d©n",
        "\uf0b7 \uf0a7 \uf0d8",
        "x" * 100_000 + "é",
        "é" * 100_000,
        "aé" * 50_000,
    ],
)
def test_odd_texts_are_left_alone(text):
    assert detect(text) is None
    assert inspect_text(text) is None
    assert convert_text(text) == text


@pytest.mark.parametrize(
    ("text", "fonts", "expected"),
    [
        ("Hµ Néi", (), None),
        ("Hµ Néi", [".VnTime"], TCVN3),
        ("Hµ Néi", ["'.VnArial Narrow'"], TCVN3),
        ("Hµ Néi", ["VNI-Times"], None),
        ("Haø Noäi", ["VNI-Times"], VNI),
        ("Haø Noäi", ["Times New Roman"], None),
        ("Hà Nội", [".VnTime", "VNI-Times"], None),
        ("Ha Noi", [".VnTime"], None),
        ("Cã mét", [".VnTime"], None),  # as it stands, this is Vietnamese
        ("Malmö, São Paulo", [".VnTime", "VNI-Times"], None),
    ],
)
def test_a_font_is_believed_when_the_words_agree(text, fonts, expected):
    assert detect(text, fonts) is expected


@pytest.mark.parametrize("encoding", Encoding)
def test_a_title_is_helped_by_its_document(encoding):
    title = WRITE[encoding]("Hà Nội")
    assert inspect_text(title) is None
    assert convert_text(title, near=encoding) == "Hà Nội"
    assert convert_text("Hà Nội, bà Má", near=encoding) == "Hà Nội, bà Má"
    assert convert_text("Malmö", near=encoding) == "Malmö"


def test_lines_are_judged_one_by_one_and_line_ends_stay():
    text = f"Tiếng Việt chuẩn\r\n{as_tcvn3(VIETNAMESE[1])}\n\nCà phê là gì"
    report = inspect_text(text)
    assert (report.encoding, report.blocks, report.total) == (TCVN3, (1,), 4)
    assert report.passages[0].after == VIETNAMESE[1].replace("Ủy", "ủy")
    assert convert_text(text) == text.replace(as_tcvn3(VIETNAMESE[1]), report.passages[0].after)


LINES = st.sampled_from(VIETNAMESE + FOREIGN)
WAYS = st.sampled_from([as_tcvn3, as_vni, nfd, str.upper, str])
SIZES = st.integers(1, 9)
SHORT = st.builds(lambda line, way, size: way(" ".join(line.split()[:size])), LINES, WAYS, SIZES)
LETTERS_OF_ALL = "aonuieyhcmtg ¨©ª«¬\u00ad®·¸µß×ØÝÞàáâãéêìíòóôõöøùúûüýñï\n"
NOISE = st.text(st.sampled_from(LETTERS_OF_ALL), max_size=40)


@settings(max_examples=150)
@given(st.lists(SHORT | NOISE, max_size=8).map("\n".join))
def test_converting_twice_is_converting_once(text):
    once = convert_text(text)
    assert convert_text(once) == once
    assert (inspect_text(text) is None) == (once == text)
