"""No staff screen speaks English: what Django says is Vietnamese, and in one spelling."""

import ast
import gettext
import re
import unicodedata
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import global_settings, settings
from django.utils.translation.trans_real import DjangoTranslation

OURS = Path(settings.LOCALE_PATHS[0], "vi", "LC_MESSAGES")
DOMAINS = ["django", "djangojs"]

SAME_IN_VIETNAMESE = {
    "Email",
    "IPv4",
    "IPv6",
    "%(size)d byte",
    *(f"%s {unit}" for unit in ("KB", "MB", "GB", "TB", "PB")),
    # Punctuation and bare joins of values.
    "…",
    "%(truncated_text)s…",
    ", ",
    ":",
    ":?.!",
    "%(class_name)s %(instance)s",
}
# Django's "it worked" page, shown only while a project has no address of its own.
NEVER_SHOWN = re.compile(
    "The install worked|View <a href|You are seeing this page because <a|Django Documentation"
    "|Topics, references|Tutorial: A Polling|Get started with Django|Django Community|Connect, get"
)
# No screen offers a choice of language.
LANGUAGE_NAMES = {name for _, name in global_settings.LANGUAGES}

PLACEHOLDER = re.compile(r"%\(\w+\)[srd]|%[srd]|\{\w*\}")
# We write hoà, xoá, huỷ, ký; Django's translators mixed both ways.
OTHER_SPELLING = re.compile(r"[òóỏõọ][ae]\b|(?<!q)[ùúủũụ]y\b|\bk[ìí]\b", re.IGNORECASE)
JARGON = re.compile(
    r"\b(admin|click|csrf|file|link|model|popup|site|spam|superuser|website|tập tin)\b",
    re.IGNORECASE,
)


def messages(path):
    """Return a .po file as gettext keeps a catalogue: (key, plural) to text."""
    found, entry, part = {}, {}, ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line:
            found |= as_gettext_keeps(entry)
            entry = {}
        elif not line.startswith("#"):
            keyword, quoted = re.fullmatch(r'(?:(msg\S+) )?(".*")', line).groups()
            part = keyword or part
            entry[part] = entry.get(part, "") + ast.literal_eval(quoted)
    return found


def as_gettext_keeps(entry):
    if "msgid" not in entry:
        return {}
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if "msgid_plural" in entry:
        return {(key, 0): entry["msgstr[0]"]}
    return {key: entry["msgstr"]}


def plain(key):
    """Return the English words of a catalogue's key."""
    return (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]


def english(domain):
    """Return all that Django and its installed apps can say, from their English sources."""
    roots = [Path(django.__file__).parent / "conf"]
    roots += [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("django.")]
    sources = [root / "locale/en/LC_MESSAGES" / f"{domain}.po" for root in roots]
    said = set().union(*(messages(source) for source in sources if source.exists()))
    return {key for key in said if plain(key) and plain(key) not in LANGUAGE_NAMES}


def vietnamese(domain):
    """Return what the portal says, Django's catalogues with ours on top: key to text."""
    translation = DjangoTranslation("vi", domain=domain)
    return {key: translation._catalog.get(key) for key in english(domain)}


def still_english(said):
    """Return the keys of a catalogue that a reader would meet in English."""
    return sorted(
        plain(key)
        for key, text in said.items()
        if text in (None, "", plain(key))
        and plain(key) not in SAME_IN_VIETNAMESE
        and not NEVER_SHOWN.match(plain(key))
    )


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_left_in_english(domain):
    assert still_english(vietnamese(domain)) == []


@pytest.mark.parametrize(("domain", "lost"), [("django", "Breadcrumbs"), ("djangojs", "Monday")])
def test_a_lost_entry_would_be_noticed(domain, lost):
    assert still_english(vietnamese(domain) | {lost: None}) == [lost]
    assert still_english(vietnamese(domain) | {lost: lost}) == [lost]


def test_every_exception_is_still_needed():
    said = vietnamese("django")
    same = {plain(key) for key, text in said.items() if text in (None, plain(key))}
    assert same >= SAME_IN_VIETNAMESE


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_the_written_one(domain):
    with (OURS / f"{domain}.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    written = messages(OURS / f"{domain}.po")
    assert {**catalogue, "": ""} == {**written, "": ""}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_entry_of_ours_is_one_that_django_can_say(domain):
    assert set(messages(OURS / f"{domain}.po")) - {""} <= english(domain)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_placeholder_survives(domain):
    wrong = [
        plain(key)
        for key, text in vietnamese(domain).items()
        if text and sorted(PLACEHOLDER.findall(plain(key))) != sorted(PLACEHOLDER.findall(text))
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_spelling_and_no_jargon(domain):
    texts = [text for text in vietnamese(domain).values() if text]
    bare = {PLACEHOLDER.sub("", text): text for text in texts}
    assert [text for words, text in bare.items() if OTHER_SPELLING.search(words)] == []
    assert [text for words, text in bare.items() if JARGON.search(words)] == []
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


@pytest.mark.parametrize(
    ("english_words", "expected"),
    [
        ("Monday", "Thứ Hai"),
        ("Sunday", "Chủ Nhật"),
        ("Mon", "T2"),
        ("Log in", "Đăng nhập"),
        ("Log out", "Đăng xuất"),
        ("Save", "Lưu"),
        ("Delete", "Xoá"),
        ("This field is required.", "Ô này không được để trống."),
    ],
)
def test_the_words_of_the_house(english_words, expected):
    assert vietnamese("django")[english_words] == expected
