"""Lines of an import in TCVN3 or VNI: refused, or converted on demand with a word about it."""

from functools import partial

import pytest

from news.models import Article, State
from tests.importing import ROW, counted, import_rows, table_sizes
from tests.legacy import VIETNAMESE, as_tcvn3, as_vni

pytestmark = pytest.mark.django_db

HOW = {"tcvn3": as_tcvn3, "vni": as_vni}
LINES = VIETNAMESE[5:9]
HTML = "<p>{}</p><p>{}</p><p>{}</p><p>{}</p>"


@pytest.fixture
def run(tmp_path):
    """A function that imports rows from a folder of its own."""
    return partial(import_rows, tmp_path)


def row(how=str, **values) -> dict:
    texts = {"title": how(VIETNAMESE[3]), "summary": how(VIETNAMESE[4]), "tags": [how("nước sạch")]}
    return {**ROW, **texts, "body": HTML.format(*map(how, LINES)), **values}


def content(key=ROW["external_id"]) -> tuple:
    article = Article.objects.get(external_id=key)
    return article.title, article.summary, article.body, article.tags


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_old_letters_are_refused_by_default_with_the_way_out(run, how):
    out, err = run(row(how))
    assert counted(refused=1) in out
    assert "Dòng 1: có 7 đoạn chữ " in err
    assert "--convert-letters" in err
    assert set(table_sizes().values()) == {0}


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_old_letters_converted_are_the_article_in_unicode(run, how):
    run(row(external_id="good"))
    out, err = run(row(how), convert_letters=True)
    assert content() == content("good")
    assert counted(made=1) in out
    assert "Dòng 1: Đã chuyển 7 đoạn chữ " in out
    assert "Có chữ được chuyển sang Unicode: 1 bài" in out
    assert err == ""


def test_the_version_and_the_event_say_so(run):
    run(row(as_tcvn3), convert_letters=True)
    article = Article.objects.get()
    assert article.state == State.PUBLISHED
    notes = {article.versions.get().note, article.events.get().note}
    assert notes == {"Đã chuyển 7 đoạn chữ TCVN3 (ABC, phông .Vn…) sang Unicode."}


def test_converted_again_is_unchanged(run):
    run(row(as_tcvn3), convert_letters=True)
    out, _ = run(row(as_tcvn3), convert_letters=True)
    assert counted(unchanged=1) in out
    assert "Đã chuyển" not in out


def test_a_plain_body_is_read_line_by_line(run):
    body = "\n\n".join([LINES[0], as_tcvn3(LINES[1])])
    run(row(body=body), convert_letters=True)
    assert Article.objects.get().body == f"<p>{LINES[0]}</p>\n<p>{LINES[1]}</p>"


def test_names_in_old_letters_find_their_rows(run):
    run(row(as_vni, author=as_vni(ROW["author"])), convert_letters=True)
    assert Article.objects.get().author.full_name == ROW["author"]


@pytest.mark.parametrize("convert", [True, False])
def test_good_lines_are_the_same_with_and_without_the_option(run, convert):
    out, err = run(row(), ROW | {"external_id": "2"}, convert_letters=convert)
    assert counted(made=2) in out
    assert "Unicode" not in out + err
