"""Old letters in the article form: asked about, kept whole, converted, taken back; never silent."""

import unicodedata

import pytest

from news import legacy, versions, workflow
from news.admin.legacy import LATE, LONGEST_PASTE, UNDONE
from news.models import Article, State
from news.text.legacy import convert_html
from news.text.vietnamese import normalise
from tests import staff
from tests.factories import make_article, make_draft, make_unit, make_user
from tests.legacy import FOREIGN, VIETNAMESE, as_tcvn3, as_vni

pytestmark = pytest.mark.django_db

PASTE = "/quan-tri/news/article/chu-cu/"
HOW = {"tcvn3": as_tcvn3, "vni": as_vni}
TITLE, SAPO = VIETNAMESE[3], VIETNAMESE[4]
LINES = VIETNAMESE[5:10]
HELD = str.maketrans("\u00ad", "\uf0ad")


def old(how, **values) -> dict:
    """A new article whose texts are all in old letters, as a browser sends them."""
    body = "".join(f"<p>{how(line)}</p>" for line in LINES)
    texts = {"title": how(TITLE), "summary": how(SAPO), "body": body}
    return staff.posted(**texts, **values)


def texts(content) -> tuple:
    return content.title, content.summary, content.body


def in_old(how) -> tuple:
    """The texts as they are stored in old letters."""
    title, summary, *lines = (how(text).translate(HELD) for text in (TITLE, SAPO, *LINES))
    return normalise(title), normalise(summary), "\n".join(f"<p>{line}</p>" for line in lines)


GOOD = (TITLE, SAPO, "\n".join(f"<p>{line}</p>" for line in LINES))


@pytest.fixture
def writer(db):
    user = make_user("contributor")
    return user, staff.browser(user)


def send(writer, data, choice=None, **more):
    chosen = {legacy.NAME: choice} if choice else {}
    article = Article.objects.first()
    path = staff.change(article) if article else staff.ARTICLE_ADD
    return writer[1].post(path, data | chosen, **more)


def form_values(answer) -> dict:
    form = answer.context["adminform"].form
    return {name: form[name].value() for name in ("title", "summary", "body")}


# Asked


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_old_letters_are_asked_about_and_nothing_is_saved(writer, how):
    answer = send(writer, old(how))
    assert not Article.objects.exists()
    assert "Chuyển sang Unicode và lưu" in answer.text
    assert "Giữ nguyên và lưu" in answer.text
    assert legacy.ASK in answer.text
    assert LINES[0] in answer.text


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_the_form_comes_back_with_every_letter(writer, how):
    """Also the ư of TCVN3, a soft hyphen, which the editor's cleaning would drop."""
    shown = form_values(send(writer, old(how)))
    again = send(writer, old(how) | shown, legacy.CONVERT)
    assert again.status_code == 302
    assert texts(Article.objects.get()) == GOOD


def test_the_editor_itself_shows_the_held_letters(writer):
    page = send(writer, old(as_tcvn3)).text
    assert "ư" in "".join(LINES)
    assert all(as_tcvn3(line).translate(HELD) in page for line in LINES)


def test_an_error_elsewhere_comes_with_the_question(writer):
    answer = send(writer, old(as_tcvn3, source_url="khong phai dia chi"))
    assert "Địa chỉ web chưa đúng" in answer.text
    assert "Giữ nguyên và lưu" in answer.text


def test_a_move_is_asked_too_and_not_made(writer):
    answer = send(writer, old(as_vni, _move="submit"))
    assert "Giữ nguyên và lưu" in answer.text
    assert not Article.objects.exists()


def test_a_preview_asks_nothing(writer):
    answer = writer[1].post(staff.PREVIEW, old(as_vni))
    assert answer.status_code == 200
    assert as_vni(TITLE) in answer.text


# Kept


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_kept_as_it_is_in_one_click_without_losing_a_letter(writer, how):
    assert send(writer, old(how), legacy.KEEP).status_code == 302
    article = Article.objects.get()
    assert texts(article) == in_old(how)
    assert article.latest_version == 1
    assert convert_html(article.body) == GOOD[2]


def test_the_same_text_is_not_asked_about_again(writer):
    send(writer, old(as_tcvn3), legacy.KEEP)
    article = Article.objects.get()
    answer = send(writer, staff.posted(article, tags="dân vận"))
    assert answer.status_code == 302
    assert Article.objects.get().tags == ["dân vận"]
    raw = old(as_tcvn3, base_version="2", tags="dân vận")
    assert send(writer, raw).status_code == 302
    assert Article.objects.get().latest_version == 2


def test_another_old_passage_is_asked_about(writer):
    send(writer, old(as_tcvn3), legacy.KEEP)
    article = Article.objects.get()
    body = f"{article.body}<p>{as_tcvn3(VIETNAMESE[12])}</p>"
    answer = send(writer, staff.posted(article, body=body))
    assert "Giữ nguyên và lưu" in answer.text
    assert Article.objects.get().latest_version == 1


def test_stored_old_letters_are_offered_for_conversion_without_a_question(writer):
    send(writer, old(as_tcvn3), legacy.KEEP)
    page = writer[1].get(staff.change(Article.objects.get())).text
    assert "Chuyển sang Unicode và lưu" in page
    assert "Giữ nguyên và lưu" not in page
    article = Article.objects.get()
    assert send(writer, staff.posted(article), legacy.CONVERT).status_code == 302
    assert texts(Article.objects.get()) == GOOD
    assert Article.objects.get().latest_version == 2


# Converted and taken back


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_converted_on_demand_the_original_a_version_of_its_own(writer, how):
    answer = send(writer, old(how), legacy.CONVERT)
    article = Article.objects.get()
    assert texts(article) == GOOD
    first, second = article.versions.order_by("number")
    assert texts(first) == in_old(how)
    assert second.note.startswith("Đã chuyển 7 đoạn chữ ")
    assert answer["Location"].endswith("?hoan-tac=1")
    page = writer[1].get(answer["Location"]).text
    assert "Hoàn tác</button>" in page
    assert second.note in page
    assert second.note in writer[1].get(staff.address(article, "history")).text


def test_what_was_not_old_stays_as_it_was(writer):
    body = f"<p>{LINES[0]}</p><p>{as_tcvn3(LINES[1])}</p><p>Café München</p>"
    send(writer, staff.posted(body=body), legacy.CONVERT)
    expected = [f"<p>{text}</p>" for text in (LINES[0], LINES[1], "Café München")]
    assert Article.objects.get().body.split("\n") == expected


def undo(client, article, number):
    path = f"/quan-tri/news/article/{article.pk}/hoan-tac/"
    return client.post(path, {"ban": str(number)}, follow=True)


def test_a_conversion_taken_back_restores_every_text(writer):
    send(writer, old(as_tcvn3), legacy.CONVERT)
    article = Article.objects.get()
    assert UNDONE in undo(writer[1], article, 1).text
    article.refresh_from_db()
    assert article.latest_version == 3
    assert texts(article) == texts(versions.latest(article)) == in_old(as_tcvn3)


@pytest.mark.parametrize("number", [0, 2, 3, 99, "x", "", "²", "1" * 40])
def test_only_the_version_before_the_newest_conversion_comes_back(writer, number):
    send(writer, old(as_tcvn3), legacy.CONVERT)
    before = staff.stored()
    assert LATE in undo(writer[1], Article.objects.get(), number).text
    assert staff.stored() == before


def test_after_another_save_nothing_is_taken_back(writer):
    send(writer, old(as_tcvn3), legacy.CONVERT)
    article = Article.objects.get()
    workflow.save(article, {"title": "Tên mới"}, writer[0], base=2)
    assert LATE in undo(writer[1], article, 1).text
    assert Article.objects.get().title == "Tên mới"


def versions_in(rows) -> list:
    return [row for row in rows if "number" in row]


def test_who_may_not_see_or_edit_takes_nothing_back(writer):
    send(writer, old(as_tcvn3), legacy.CONVERT)
    article, before = Article.objects.get(), staff.stored()
    for user in (make_user("contributor"), make_user("editor", unit=make_unit("KHAC"))):
        assert undo(staff.browser(user), article, 1).status_code == 404
    assert undo(staff.browser(make_user("account_admin")), article, 1).status_code in (403, 404)
    workflow.perform(article, "submit", writer[0], version=2, pledge=True)
    refused = undo(writer[1], article, 1).text
    assert "Bạn không có quyền" in refused
    assert [row for row in staff.stored() if "number" in row] == [
        r for r in before if "number" in r
    ]
    assert writer[1].get(f"/quan-tri/news/article/{article.pk}/hoan-tac/").status_code == 405


def test_a_refused_conversion_shows_what_was_sent(writer):
    answer = send(writer, old(as_tcvn3, source_url="sai"), legacy.CONVERT)
    assert not Article.objects.exists()
    assert form_values(answer)["title"] == as_tcvn3(TITLE).translate(HELD)
    assert "Chuyển sang Unicode và lưu" in answer.text


def test_a_stale_conversion_saves_nothing(writer):
    article = make_draft(writer[0])
    data = staff.posted(article, body=f"<p>{as_vni(LINES[0])}</p>")
    workflow.save(article, {"title": "Của người khác"}, make_user("editor"), base=1)
    answer = send(writer, data, legacy.CONVERT)
    assert "đã có bản 2" in answer.text
    assert Article.objects.get().latest_version == 2


def test_an_original_too_long_to_be_stored_is_converted_with_a_word_about_it(writer):
    title = " ".join([TITLE] * 4)[:250]
    assert len(as_vni(title)) > 255
    send(writer, old(as_vni) | {"title": as_vni(title)}, legacy.CONVERT)
    article = Article.objects.get()
    assert article.title == normalise(title)
    assert article.latest_version == 1
    page = writer[1].get(staff.change(article)).text
    assert "không hoàn tác được" in page


def test_a_live_article_shows_citizens_nothing_of_it():
    article = make_article(State.PUBLISHED)
    client = staff.browser(make_user("editor"))
    data = staff.posted(article, body=f"<p>{as_tcvn3(LINES[0])}</p>", **{legacy.NAME: "chuyen"})
    assert client.post(staff.change(article), data).status_code == 302
    article.refresh_from_db()
    assert (article.latest_version, article.published_version) == (3, 1)
    assert versions.latest(article).body == f"<p>{LINES[0]}</p>"
    assert article.body != versions.latest(article).body


# Never on good text, and no crafted form breaks it

GOOD_TEXTS = {
    "nfc": VIETNAMESE[:40],
    "nfd": [unicodedata.normalize("NFD", line) for line in VIETNAMESE[:40]],
    "foreign": FOREIGN,
}


@pytest.mark.parametrize("lines", GOOD_TEXTS.values(), ids=GOOD_TEXTS)
def test_good_text_is_saved_without_a_question(writer, lines):
    body = "".join(f"<p>{line}</p>" for line in lines).replace("&", "&amp;")
    data = staff.posted(title=lines[0][:200], summary=lines[1][:900], body=body)
    assert send(writer, data).status_code == 302
    assert Article.objects.get().latest_version == 1


@pytest.mark.parametrize("choice", ["chuyen", "giu", "khac", "\u00ad"])
def test_a_choice_about_nothing_changes_nothing(writer, choice):
    assert send(writer, staff.posted(), choice).status_code == 302
    article = Article.objects.get()
    assert (article.latest_version, versions.latest(article).note) == (1, "")


def test_an_invented_choice_is_asked_again(writer):
    assert "Giữ nguyên và lưu" in send(writer, old(as_vni), "khac").text
    assert not Article.objects.exists()


def test_fields_that_were_not_sent_stay_missing(writer):
    data = old(as_tcvn3)
    del data["body"], data["tags"]
    answer = send(writer, data, legacy.CONVERT)
    assert answer.status_code == 302
    assert Article.objects.get().title == TITLE


def test_a_text_longer_than_any_article_is_not_searched(writer, monkeypatch):
    monkeypatch.setattr(legacy, "LONGEST", 50)
    assert send(writer, old(as_vni)).status_code == 302


# Pasted


def paste(client, **data):
    return client.post(PASTE, data)


@pytest.mark.parametrize("how", HOW.values(), ids=HOW)
def test_a_pasted_page_is_shown_and_converted(writer, how):
    html = "".join(f"<p class=MsoNormal>{how(line)}</p>" for line in LINES)
    found = paste(writer[1], html=html, text="\n".join(map(how, LINES))).json()
    assert found["html"] == "".join(f"<p class=MsoNormal>{line}</p>" for line in LINES)
    assert found["text"] == "\n".join(LINES)
    assert LINES[0] in found["preview"]
    assert "5 trên 5 đoạn vừa dán" in found["preview"]


def test_the_font_of_a_page_helps_its_text(writer):
    words = "Xã hội mới"
    html = f'<p style="font-family:.VnTime">{as_tcvn3(words)}</p>'
    assert paste(writer[1], html=html, text=as_tcvn3(words)).json()["text"] == words


def test_good_text_is_pasted_as_it_is(writer):
    found = paste(writer[1], html=f"<p>{LINES[0]}</p>", text=LINES[0]).json()
    assert found == {"preview": "", "html": None, "text": None}
    assert paste(writer[1]).json() == found


def test_words_of_a_paste_are_words_in_the_preview(writer):
    html = "".join(f"<p>{as_vni(line)}&lt;img src=x onerror=alert(1)&gt;</p>" for line in LINES)
    assert "<img" not in paste(writer[1], html=html).json()["preview"]


def test_who_may_paste(writer):
    assert writer[1].get(PASTE).status_code == 405
    assert paste(staff.browser(make_user("account_admin")), text="x").status_code == 403
    assert paste(staff.browser(), text="x").status_code == 302
    strict = staff.browser(writer[0], enforce_csrf_checks=True)
    assert paste(strict, text="x").status_code == 403


def test_a_paste_too_long_is_refused_before_it_is_read(writer):
    answer = paste(writer[1], html="x" * LONGEST_PASTE, text="x")
    assert answer.status_code == 413
    assert "quá dài" in answer.json()["sentence"]
