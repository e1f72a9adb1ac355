"""Nothing active reaches a staff screen, from whatever field, name, parameter or database row."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from accounts.models import User
from news import workflow
from news.authors.models import Author, Unit
from news.media.models import Image
from news.models import Article, ArticleEvent, ArticleVersion, Category, State
from news.site.models import Portal
from tests import staff
from tests.factories import make_article, make_draft, make_user

pytestmark = pytest.mark.django_db

SHARED_FILE = Path(__file__).parents[3] / "shared" / "attacks" / "xss.json"
OWN_FILE = Path(__file__).parents[1] / "unit" / "attacks.json"
FILES = [json.loads(OWN_FILE.read_text("utf-8"))]
if SHARED_FILE.exists():
    FILES.append(json.loads(SHARED_FILE.read_text("utf-8"))["vectors"])
OWN = [
    "</textarea><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></head><script>alert(1)</script>",
    "' autofocus onfocus=alert(1) x='",
    "javascript:alert(1)",
    "{{7*7}}{% load static %}${7*7}",
    "</script><svg onload=alert(1)>",
    "\u2028</li><iframe srcdoc='<script>alert(1)</script>'>",
    "]]><!--><script>alert(1)</script>",
]
ATTACKS = OWN + [vector["payload"] for vector in (vector for file in FILES for vector in file)]
SAMPLE = OWN + ATTACKS[len(OWN) :: 97]
# One request instead of eighteen, for fields that take a text of any length: one begins as an
# address of a script does, the other has what opens a comment behind all else.
TOGETHER = [f"javascript:alert(1) {' '.join(SAMPLE)}", " ".join(reversed(SAMPLE))]
# Where a page may put a word.
PLACES = [
    *("<p>{}</p>", '<input value="{}">', "<input value='{}'>", "<input value={}>"),
    *("<textarea>{}</textarea>", "<title>{}</title>", "<option>{}</option>", "<!-- {} -->"),
    *('<a href="{}">x</a>', "<style>{}</style>"),
    '<script type="application/json">{{"a": "{}"}}</script>',
]
URLS = ("href", "src", "action", "formaction", "data-url", "data-window", "poster", "xlink:href")
DANGEROUS = {"object", "embed", "base", "applet", "frame", "frameset", "svg", "math"}
# The box that django-ckeditor puts around its field.
EDITOR_STYLE = ("style", "display: inline-block;")
SAFE_URL = re.compile(r"(/(?![/\\])|https?://|\?|#|data:image/|mailto:|tel:|\.\./).*|", re.DOTALL)


# The code that leads a phone to an article is drawn by us, of squares alone.
OUR_CODE = ("svg", "Mã QR dẫn tới bài viết này")


class Inspector(HTMLParser):
    """Reads a page as a browser would and notes what could act."""

    def __init__(self):
        super().__init__()
        self.active = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if (tag, values.get("aria-label")) == OUR_CODE:
            return
        if tag in DANGEROUS or (tag == "meta" and "http-equiv" in values):
            self.active.append(tag)
        if tag == "script" and not self._is_ours(values):
            self.active.append(("script", attrs))
        if tag == "iframe" and "sandbox" not in values:
            self.active.append(("iframe", attrs))
        for name, value in attrs:
            if (name, value) == EDITOR_STYLE:
                continue
            if name.startswith("on") or name in ("srcdoc", "style"):
                self.active.append((tag, name, value))
            if name in URLS and not SAFE_URL.fullmatch((value or "").strip()):
                self.active.append((tag, name, value))

    def _is_ours(self, values) -> bool:
        src = values.get("src", "")
        data = values.get("type") in ("application/json", "application/ld+json")
        return data or src.startswith(("/static/", "/quan-tri/jsi18n/"))


def active(answer) -> list:
    """What could act in an answer; a browser takes nothing but HTML for a page (nosniff)."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    inspector = Inspector()
    inspector.feed(answer.content.decode())
    return inspector.active


def _short(attack: str) -> str:
    return attack.replace("\0", "")[:80] or "x"


def assert_inert(client, *paths):
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        assert active(answer) == [], path


def test_a_source_address_that_never_passed_the_form_is_no_link(chief):
    article = make_article(source_name="Báo Lào Cai", source_url="javascript:alert(1)")
    assert_inert(chief, staff.address(article, "preview"), article.get_absolute_url())


def test_the_inspector_is_not_blind():
    for bad in OWN[:4]:
        html = f"<textarea></textarea><p x='{bad}'></p><p x=\"{bad}\"></p>{bad}"
        inspector = Inspector()
        inspector.feed(html)
        assert inspector.active, bad


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("together", TOGETHER, ids=["forwards", "backwards"])
def test_attacks_that_come_together_hide_none_of_them(place, together):
    def acts(text) -> bool:
        inspector = Inspector()
        inspector.feed(place.format(text))
        return inspector.active != []

    assert acts(together) >= any(acts(attack) for attack in SAMPLE)


@pytest.fixture
def chief():
    return staff.browser(make_user(is_superuser=True))


def poison(attack: str) -> Article:
    """An article with versions and events whose every text column was written past the gate."""
    article = make_article(State.WITHDRAWN, user=make_user("contributor"))
    workflow.save(article, {"title": "Sửa"}, make_user("editor"), base=1)
    for model in (Article, ArticleVersion, Category, Unit, Author, Portal, Image, User):
        _write_raw(model, attack)
    _write_raw(ArticleEvent, attack, frozen=True)
    return article


def _write_raw(model, attack: str, frozen=False) -> None:
    """Put the attack in all free text columns by SQL, as a leak or an old import might."""
    fields = [
        f for f in model._meta.local_fields if f.get_internal_type() in ("CharField", "TextField")
    ]
    free = [f for f in fields if not (f.unique or f.choices or f.name in KEPT)]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if frozen:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for field in free:
            text = attack.replace("\0", "")[: field.max_length or 100_000]
            cursor.execute(f'UPDATE {table} SET "{field.column}" = %s', [text])  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if frozen:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


KEPT = {
    "password",
    # What waits with a scheduled version is whole or nothing, by constraints.
    "due_change",
    "due_mistake",
    "due_words",
    "due_failure",
    "slug",
    "file",
    "sha256",
    "action",
    "sort_key",
    "code",
    "badge_url",
    "username",
    "source_url",
}


@pytest.mark.parametrize("attack", SAMPLE, ids=range(len(SAMPLE)))
def test_rows_that_never_passed_the_gate_are_inert_on_every_page(attack, chief):
    things = staff.one_of_each()
    article = poison(attack)
    paths = staff.pages(things | {"news_article": article}).values()
    assert_inert(chief, *paths, f"{staff.address(article, 'preview')}?ban=1", "/")


@pytest.mark.parametrize("attack", SAMPLE, ids=range(len(SAMPLE)))
def test_a_reading_view_of_a_poisoned_row_is_inert(attack):
    writer = make_user("contributor")
    article = make_article(State.SUBMITTED, user=writer)
    _write_raw(Article, attack)
    _write_raw(ArticleVersion, attack)
    client = staff.browser(writer)
    assert "bạn chỉ đọc được" in client.get(staff.change(article)).text
    assert_inert(client, staff.change(article), "/quan-tri/", staff.address(article, "history"))


FIELDS = [
    *("title", "subtitle", "summary", "body", "cover", "cover_alt", "cover_caption", "category"),
    *("unit", "author", "co_authors", "source_name", "source_url", "tags", "genre", "note"),
    "attachments",
    *("base_version", "_move", "csrfmiddlewaretoken", "unknown"),
]


def handfuls() -> list[list[str]]:
    """All attacks, a dozen at a time."""
    return [ATTACKS[start : start + 12] for start in range(0, len(ATTACKS), 12)]


def test_every_attack_typed_in_every_field_is_inert_in_preview_and_form(chief):
    """A refused form shows what was typed."""
    article = make_draft()
    for attacks in handfuls():
        typed = dict.fromkeys(FIELDS, " ".join(attacks))
        for path in (staff.change(article), staff.PREVIEW):
            answer = chief.post(path, typed)
            assert answer.status_code == 200
            assert active(answer) == [], (path, attacks)


def test_every_attack_saved_as_an_article_is_inert_on_the_screens_that_show_it(chief):
    article = make_draft(make_user("contributor"))
    lines = ("title", "subtitle", "summary", "cover_alt", "cover_caption", "source_name")
    for attacks in handfuls():
        article.refresh_from_db()
        typed = {name: _short(attack) for name, attack in zip(lines, attacks, strict=False)}
        typed["body"] = " ".join(attacks).replace("\0", "")
        answer = chief.post(staff.change(article), staff.posted(article, **typed), follow=True)
        assert active(answer) == [], attacks
    pages = ("history", "preview", "change")
    assert_inert(chief, staff.ARTICLES, "/quan-tri/", *(staff.address(article, p) for p in pages))


@pytest.mark.parametrize("attack", SAMPLE, ids=range(len(SAMPLE)))
def test_a_conflict_shows_the_difference_as_text(attack, chief):
    article = make_draft(title="Bản đầu")
    _write_raw(ArticleVersion, attack)
    typed = staff.posted(article, title=attack, body=attack, summary=attack, base_version="0")
    answer = chief.post(staff.change(article), typed)
    assert "Hai bài khác nhau" in answer.text or not answer.context["adminform"].form.conflict()
    assert active(answer) == []


@pytest.mark.parametrize("attack", TOGETHER, ids=["forwards", "backwards"])
def test_words_in_the_address_come_back_as_text(attack, chief):
    make_article()
    names = ["q", "trang", "CKEditorFuncNum", "chuyen-muc", "state__exact", "o", "p", "e", "next"]
    names += ["_popup", "_to_field", "_changelist_filters", "is_active__exact", "ban"]
    lists = [path for name, path in staff.pages(staff.one_of_each()).items() if "list" in name]
    for path in [*lists, staff.PICTURES, staff.ARTICLE_ADD, "/dang-nhap/"]:
        for name in names:
            assert_inert(chief, f"{path}?{urlencode({name: attack})}")
    assert_inert(staff.browser(), f"/dang-nhap/?{urlencode({'next': attack})}")


# The short ones are not refused for their length alone.
@pytest.mark.parametrize("attack", [*TOGETHER, *OWN[:4]], ids=["forwards", "backwards", *range(4)])
def test_words_in_other_forms_come_back_as_text(attack, chief):
    names = "name full_name username code slug alt caption credit q email phone address position"
    names += " badge_domain badge_url user role unit category parent emblem password1 next"
    typed = dict.fromkeys(names.split(), attack)
    for path in [*staff.pages(staff.one_of_each()).values(), "/doi-mat-khau/"]:
        assert active(chief.post(path, typed)) == [], path
    assert active(staff.browser().post("/dang-nhap/", typed)) == []


@pytest.mark.parametrize("attack", SAMPLE, ids=range(len(SAMPLE)))
def test_a_message_names_a_thing_as_text(attack, chief):
    writer = make_user(full_name=_short(attack))
    typed = {"username": writer.username, "full_name": writer.full_name, "is_active": "on"}
    answer = chief.post(staff.change(writer), typed, follow=True)
    assert active(answer) == []
    category = Category.objects.create(name=_short(attack), slug="muc-thu")
    data = {"name": category.name, "slug": "muc-thu", "position": "3", "_continue": "1"}
    assert active(chief.post(staff.change(category), data, follow=True)) == []
