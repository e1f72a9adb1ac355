"""Letters from before Unicode are found where they stand; good text is never suspected."""

import unicodedata

import pytest

from news.checklist import Library, Strength, findings
from news.models import ArticleVersion
from tests.legacy import FOREIGN, VIETNAMESE, as_tcvn3, as_vni
from tests.real_article import as_html

WHOLE = {"title": "Tiêu đề", "summary": "Sapo.", "category_id": 1, "unit_id": 1}
PICTURE = '<figure class="image"><img src="/media/anh/1.jpg" alt="{}"></figure>'
HELD = str.maketrans("\u00ad", "\uf0ad")


def found(**values) -> list:
    content = ArticleVersion(**(WHOLE | {"body": "<p>Nội dung.</p>"} | values))
    return [each for each in findings(content, Library()) if each.code == "old-letters"]


@pytest.mark.parametrize("how", [as_tcvn3, as_vni])
def test_a_passage_is_named_with_its_place(how):
    text = how(VIETNAMESE[3]).translate(HELD)
    (finding,) = found(body=as_html([VIETNAMESE[0], VIETNAMESE[1], text]))
    assert finding.strength is Strength.SHOULD
    assert finding.text.startswith("Đoạn 3 có vẻ còn chữ ")
    assert (finding.field, finding.place.passage) == ("body", text)


def test_many_places_are_one_finding():
    lines = [as_vni(line) for line in VIETNAMESE[:6]]
    (finding,) = found(title=lines[0], summary=lines[1], body=as_html(lines[2:]))
    assert finding.text.startswith("Tiêu đề, sapo, đoạn 1 và 3 chỗ khác có vẻ còn chữ VNI")
    assert finding.field == "title"


def test_the_description_of_a_picture_is_read_too():
    alt = as_vni(VIETNAMESE[4])
    (finding,) = found(body=f"<p>Nội dung.</p>{PICTURE.format(alt)}")
    assert (finding.place.kind, finding.place.number) == ("picture", 1)
    assert found(cover_alt=alt)[0].field == "cover_alt"


def test_another_text_is_another_finding():
    first, second = (found(body=as_html([as_vni(line)]))[0] for line in VIETNAMESE[:2])
    assert first.key != second.key


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("lines", [VIETNAMESE, FOREIGN], ids=["vietnamese", "foreign"])
def test_good_text_is_never_suspected(lines, form):
    lines = [unicodedata.normalize(form, line) for line in lines]
    assert found(title=lines[0], summary=lines[1], body=as_html(lines)) == []
