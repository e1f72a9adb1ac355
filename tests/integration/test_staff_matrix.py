"""Who may open which page of the staff side, and send what to it: one table for all of it.

The table is written by hand: a test that read accounts/roles.py would prove nothing about it.
"""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from accounts.roles import ROLES
from tests import staff
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# v: view, a: add, c: change, d: delete, o: also what belongs to others, p: publish, r: the record.
WRITES = {"news_article": "vac", "media_image": "vaco"}
LOOKS = {"authors_unit": "vo", "authors_author": "vo", "news_category": "vo"}
FILES = {"authors_unit": "vaco", "authors_author": "vaco", "news_category": "vaco"}
FILES["addresses_redirect"] = "vacdo"
# s: the frame of the site.
SITE = {"site_portal": "vos"}
DESK = {**WRITES, **LOOKS, "news_article": "vaco", "news_thread": "vaco"}
DECIDE = {**DESK, "news_article": "vacopr"}
PEOPLE = {"accounts_user": "vaco", "news_assignment": "vacdo"}
RIGHTS = {
    "contributor": {**WRITES, **LOOKS},
    "editor": DESK,
    "secretary": {**DESK, **FILES, **SITE},
    "approver": DECIDE,
    "publisher": {**DECIDE, **FILES, **SITE},
    "account_admin": {**PEOPLE, "authors_unit": "vo", "news_category": "vo"},
    "system_admin": {
        "news_article": "r",
        **PEOPLE,
        **FILES,
        "media_image": "vaco",
        "site_portal": "vcos",
    },
    "superuser": {**DECIDE, **FILES, **PEOPLE, "site_portal": "vcos"},
    "without a role": {},
}
# The right a page asks for: at GET, at POST.
ASKS = {
    "changelist": "vv",
    "add": "aa",
    "change": "vc",
    "history": "vv",
    "delete": "dd",
    **dict.fromkeys(("code", "lock", "unlock", "unit", "leave"), "cc"),
    "import": "aa",
    "import_sheet": "a-",
    "missed": "vc",
    "record": "vv",
    "report": "v-",
    "preview": "vv",
    "preview_typed": "-c",
    "word": "aa",
    **dict.fromkeys(("move", "restore", "copy", "take", "merge"), "-c"),
    "compare": "v-",
    "keep": "-a",
    "word_parts": "-c",
    "legacy": "-c",
    "legacy_undo": "-c",
    "filter_add": "-v",
    "filter": "-v",
    "bulk": "-c",
    "csv": "v-",
    "xlsx": "v-",
    "talk": "vv",
    "correct": "pp",
    "pins": "pp",
    "audit": "rr",
    "calendar": "v-",
    "duties": "vv",
    "pages": "v-",
    "status": "c-",
    "page_add": "oo",
    "page_begin": "-o",
    "find": "v-",
    "ratings": "v-",
    "dead": "cc",
    "dead_csv": "c-",
    **dict.fromkeys(("front", "menu", "links", "banners", "same", "recommended", "searched"), "ss"),
    **dict.fromkeys(("officials", "accounts", "failures"), "cc"),
    "factors": "cc",
    "factor_requests": "cc",
}
# Addresses that take one method only, and say so before they ask who is there.
POST_ONLY = {"news_article_word_parts", "news_article_legacy", "news_article_legacy_undo"}
POST_ONLY |= {"news_article_filter_add", "news_article_filter", "news_article_bulk"}
POST_ONLY |= {f"news_article_{page}" for page in ("move", "restore", "copy", "take", "merge")}
POST_ONLY |= {"news_article_keep", "news_article_page_begin"}
GET_ONLY = {"news_article_history", "news_article_csv", "news_article_xlsx"}
GET_ONLY |= {"news_article_compare", "accounts_user_import_sheet", "accounts_user_report"}
GET_ONLY |= {"news_article_pages", "site_portal_status"}
GET_ONLY |= {"addresses_redirect_import_sheet"}
# The same, but who is there is asked first.
READERS_ONLY = {"news_article_calendar", "news_article_find", "news_article_ratings"}
READERS_ONLY |= {"news_article_dead_csv"}
# What everybody who is signed in is answered, at GET and at POST.
FOR_ALL = {
    "index": (200, 200),
    "login": (302, 302),
    "logout": (307, 307),
    "password_change": (302, 302),
    "password_change_done": (200, 405),
    "jsi18n": (200, 405),
    "notices": (200, 302),
    "news_article_place": (404, 404),  # the article of the walk is no page
    "news_article_left": (404, 404),  # a text that somebody else left behind, or nobody
    "notice_choice": (200, 200),
    "hai-buoc": (200, 405),
    # Who they are is asked again before anything changes.
    **dict.fromkeys(("hai-buoc-ung-dung", "hai-buoc-khoa", "hai-buoc-ma"), (302, 302)),
    "hai-buoc-xac-nhan": (200, 200),
    "hai-buoc-xac-nhan-khoa": (405, 200),
    "tai-khoan": (200, 405),
    "nhat-ky-cua-toi": (200, 405),
    # Nothing was named to end or to forget.
    "phien-ket-thuc": (405, 404),
    "thiet-bi-thoi-nho": (405, 404),
}
# The article of somebody else, to whom it is not shown: as if it did not exist.
OTHERS = {"news_article_history": 302, "news_article_preview": 404, "news_article_talk": 404}
OTHERS |= {"news_article_legacy_undo": 404, "news_article_compare": 404}
OTHERS |= {f"news_article_{page}": 404 for page in ("move", "restore", "copy", "take", "merge")}
OTHERS["news_article_correct"] = 404
# Only this makes something of an order for a link.
LINK_MADE = ("news_article_link", "POST", True)
# What an allowed answer is, where it is not 200.
ALLOWED = {
    ("GET", "site_portal_changelist"): 302,
    ("POST", "site_portal_changelist"): 302,
    ("POST", "news_article_legacy_undo"): 302,
    **{("POST", f"news_article_{page}"): 302 for page in ("move", "copy", "take")},
    ("POST", "news_article_restore"): 404,  # no version was named
    ("POST", "news_article_merge"): 400,  # nor any form
    ("POST", "news_article_keep"): 400,  # nor any form
    ("POST", "news_article_word_parts"): 422,  # no file was sent
    # Nothing was sent; and the filter asked for is nobody's.
    ("POST", "news_article_filter_add"): 302,
    ("POST", "news_article_filter"): 404,
    ("POST", "news_article_bulk"): 302,
    ("POST", "news_article_page_begin"): 302,
    ("POST", "site_portal_duties"): 302,
    # No address was named.
    ("POST", "addresses_redirect_missed"): 302,
    # A button beside no entry.
    **{
        ("POST", f"site_portal_{page}"): 404
        for page in ("front", "menu", "links", "banners", "same", "recommended", "searched")
    },
    **{("POST", f"site_portal_{page}"): 404 for page in ("officials", "accounts", "failures")},
    # A button beside no link.
    ("POST", "news_article_dead"): 404,
    # A button without a pin.
    ("POST", "news_article_pins"): 404,
    ("POST", "accounts_user_factors"): 302,
    ("POST", "accounts_user_factor_requests"): 405,
}


def expected(name: str, method: str, rights: dict) -> int:
    """The status the table promises to somebody with these rights."""
    post = method == "POST"
    if name in FOR_ALL:
        return FOR_ALL[name][post]
    reader = "v" in rights.get("news_article", "")
    if name in (GET_ONLY if post else POST_ONLY) or (post and reader and name in READERS_ONLY):
        return 405
    if name.startswith("app_list "):
        return 200 if any(m.startswith(name.split()[1]) for m in rights) else 404
    app, model, page = name.split("_", 2)
    held, asked = rights.get(f"{app}_{model}", ""), ASKS[page][post]
    if "o" not in held and name in OTHERS:
        return OTHERS[name]
    if asked in held and name == "news_article_change" and "o" not in held:
        return 302
    return ALLOWED.get((method, name), 200) if asked in held else 403


def fits(name: str, method: str, rights: dict, status: int) -> bool:
    """Whether an answer keeps to the table."""
    if name.startswith("media_image_") and "v" in rights.get("media_image", ""):
        # The library has finer rules and tests of its own; here it only lets nobody else in.
        return status < 500
    if name.startswith("media_image_"):
        return status in (403, 405)
    if name in ("news_article_reports", "news_article_report"):
        # No report has the number of the article; test_feedback has the rest.
        allowed = {"news_article_report": 404}.get(name, 405 if method == "POST" else 200)
        return status == (allowed if edits(rights) else 403)
    if name in ("news_article_link", "news_article_revoke"):
        # Whoever may not make links learns nothing of them; an empty form makes none.
        return status == (302 if (name, method, edits(rights)) == LINK_MADE else 404)
    if name.startswith("news_article_file"):
        # No file has the number of the article, so nobody finds one; test_attachments has the rest.
        return status in (400, 403, 404, 405)
    return status == expected(name, method, rights)


def edits(rights: dict) -> bool:
    """Whether somebody with these rights may edit what others wrote."""
    return {*"vaco"} <= {*rights.get("news_article", "")}


def answers(user, method: str) -> dict[str, int]:
    """What every page of the staff side answers this person."""
    client, found = staff.browser(user), {}
    for name, path in staff.pages(staff.one_of_each()).items():
        found[name] = client.generic(method, path).status_code
    return found


def person(role: str):
    if role == "superuser":
        return make_user(is_superuser=True)
    return make_user() if role == "without a role" else make_user(role)


def test_the_table_knows_every_role():
    assert {role.key for role in ROLES} < set(RIGHTS)


def test_the_staff_side_has_the_screens_of_the_table_and_no_others():
    assert set(admin.site._registry) == set(staff.MODELS)
    views = {url.name for url in admin.site.get_urls() if getattr(url, "name", None)}
    assert views == {*staff.SITE_WIDE, "app_list"}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", RIGHTS)
def test_every_page_keeps_to_the_table(role, method):
    found = answers(person(role), method)
    wrong = {n: s for n, s in found.items() if not fits(n, method, RIGHTS[role], s)}
    assert wrong == {}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("account", [None, {"is_active": False}])
def test_a_stranger_and_a_locked_account_reach_the_sign_in_only(account, method):
    client = staff.browser(make_user("publisher", **account) if account else None)
    for path in staff.pages(staff.one_of_each()).values():
        answer = client.generic(method, path)
        assert answer.status_code == 302, path
        place = answer["Location"].partition("?")[0]
        assert place in ("/dang-nhap/", "/quan-tri/login/", "/quan-tri/"), path


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_with_a_password_given_out_only_the_password_page_opens(method):
    client = staff.browser(make_user(is_superuser=True, must_change_password=True))
    for path in staff.pages(staff.one_of_each()).values():
        answer = client.generic(method, path)
        assert (answer.status_code, answer["Location"]) == (302, "/doi-mat-khau/"), path


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_past_the_day_only_the_pages_of_the_second_factor_open(method):
    past = timezone.now() - timedelta(days=1)
    client = staff.browser(make_user("system_admin", factor_due_at=past))
    for name, path in staff.pages(staff.one_of_each()).items():
        answer = client.generic(method, path)
        if not name.startswith("hai-buoc"):
            assert (answer.status_code, answer["Location"]) == (302, "/tai-khoan/hai-buoc/"), path


def test_a_session_ends_at_once_when_the_account_is_locked():
    user = make_user("publisher")
    client = staff.browser(user)
    assert client.get("/quan-tri/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/quan-tri/").status_code == 302


def test_a_session_ends_when_somebody_sets_another_password():
    user = make_user("publisher")
    client = staff.browser(user)
    user.set_password("Mật khẩu khác hẳn 2")
    user.save()
    assert client.get("/quan-tri/").status_code == 302


@pytest.mark.parametrize("path", ["/quan-tri/khong-co/", "/quan-tri/auth/group/", "/admin/"])
def test_nothing_else_answers(path):
    assert staff.browser(make_user(is_superuser=True)).get(path).status_code == 404
