"""The style sheets of a page: as they lie while somebody works on them, together in production."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import storage as static_storage
from django.core.management import call_command
from django.template import Context, Template

from news import sheets

PAGE = '{% load sheets %}{% sheets "tokens" "base" %}{% sheets "lists" %}'


@pytest.fixture
def collected(settings, tmp_path):
    """Static files as collectstatic leaves them in production."""
    settings.STATIC_ROOT = settings.STATIC_MANIFEST = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "news.sheets.SheetStorage"},
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    yield tmp_path
    static_storage.staticfiles_storage._setup()


def linked(template: str) -> list[str]:
    page = Template(template).render(Context())
    return re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)


def test_where_the_files_lie_each_is_linked():
    assert linked(PAGE) == ["css/tokens.css", "css/base.css", "css/lists.css"]


def test_every_sheet_that_a_template_names_exists():
    lists = sheets.lists_in(settings.BASE_DIR / "templates")
    assert len(lists) > 8
    for name in {name for names in lists for name in names}:
        assert (settings.BASE_DIR / "static" / sheets.sheet(name)).exists(), name


def test_production_links_one_file_that_holds_them_in_order(collected):
    frame = next(
        names for names in sheets.lists_in(settings.BASE_DIR / "templates") if names[0] == "tokens"
    )
    named = " ".join(f'"{name}"' for name in frame)
    (path,) = linked("{% load sheets %}{% sheets " + named + " %}")
    assert re.fullmatch(r"css/tokens\+base[a-z_+]*\.[0-9a-f]{12}\.css", path)
    text = (collected / path).read_text()
    places = [
        text.index((settings.BASE_DIR / "static" / sheets.sheet(n)).read_text()[:30]) for n in frame
    ]
    assert places == sorted(places)
    assert (collected / f"{path}.gz").exists()
    fonts = re.findall(r'url\("([^"]+woff2)"\)', text)
    assert len(fonts) == 3
    for font in fonts:
        assert (collected / "css" / font).resolve().exists()


def test_a_module_that_another_imports_has_a_name_of_its_own(collected):
    (listen,) = collected.glob("js/listen.*.js")
    imported = re.findall(r'from "\./([^"]+)"', listen.read_text())
    assert imported
    for name in imported:
        assert re.fullmatch(r"[a-z-]+\.[0-9a-f]{12}\.js", name)
        assert (collected / "js" / name).exists()


def test_collecting_twice_changes_nothing(collected):
    before = sorted(path.name for path in collected.rglob("*.css"))
    call_command("collectstatic", verbosity=0, interactive=False)
    assert sorted(path.name for path in collected.rglob("*.css")) == before
