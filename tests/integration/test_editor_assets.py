"""What of the editor's package is served and collected: no page, no frame, no refused folder."""

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.views import serve
from django.http import Http404

from tests import staff
from tests.factories import make_user

REFUSED = ["galleriffic", "file-icons", "ckeditor/adapters", "ckeditor/skins/moono"]
REFUSED_PLUGINS = [
    *("wsc", "scayt", "preview", "exportpdf", "flash", "iframe", "iframedialog", "forms"),
    *("docprops", "mathjax", "codesnippet", "codesnippetgeshi", "embed", "embedbase"),
    *("embedsemantic", "autoembed", "templates", "smiley", "placeholder", "sourcedialog"),
    *("stylesheetparser", "uicolor", "adobeair", "bbcode", "devtools", "language"),
]
UPLOADS = [
    *("/ckeditor/upload/", "/ckeditor/browse/", "/upload/", "/browse/", "/ckeditor/"),
    *("/quan-tri/ckeditor/upload/", "/static/ckeditor/ckeditor/samples/index.html"),
]


def collected() -> list[str]:
    """Every file that collectstatic would copy and whitenoise serve."""
    return [path for finder in finders.get_finders() for path, _storage in finder.list([])]


def folder_of(name: str) -> str:
    return f"ckeditor/{name}/" if name in REFUSED else f"ckeditor/ckeditor/plugins/{name}/"


@pytest.mark.parametrize(
    "ending", [".html", ".htm", ".php", ".md", ".svgz", ".xhtml", ".swf", ".xml"]
)
def test_no_page_and_no_program_lies_under_static(ending):
    found = [path for path in collected() if path.lower().endswith(ending)]
    assert [path for path in found if "LICENSE" not in path] == []


@pytest.mark.parametrize("name", [*REFUSED, *REFUSED_PLUGINS])
def test_a_refused_folder_is_not_collected(name):
    assert [path for path in collected() if path.startswith(folder_of(name))] == []


def hidden() -> list[str]:
    """What the package ships and the portal does not want, as its own finder sees it."""
    plain = finders.AppDirectoriesFinder()
    ours = set(collected())
    return [path for path, _storage in plain.list([]) if path not in ours]


def test_the_package_ships_what_must_be_hidden():
    shipped = hidden()
    assert any(path.endswith("preview.html") for path in shipped)
    assert all(path.startswith("ckeditor/") for path in shipped)


def test_nothing_hidden_is_found_by_name():
    assert [path for path in hidden() if finders.find(path)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["/static/{}", "/static/./{}", "/static/a/../{}", "/static//{}"])
def test_nothing_hidden_is_served(client, way):
    for path in hidden()[::25]:
        assert client.get(way.format(path)).status_code == 404, path


def test_nothing_hidden_is_served_by_djangos_own_server_either(rf):
    for path in hidden()[::25]:
        with pytest.raises(Http404):
            serve(rf.get(f"/static/{path}"), path, insecure=True)


@pytest.mark.django_db
def test_the_editor_itself_is_served(client):
    answer = client.get("/static/ckeditor/ckeditor/ckeditor.js")
    assert answer.status_code == 200
    assert "javascript" in answer["Content-Type"]
    answer.close()


@pytest.mark.django_db
@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_upload_and_no_browse_address_answers(path, method):
    client = staff.browser(make_user(is_superuser=True))
    assert getattr(client, method)(path).status_code == 404


@pytest.mark.django_db
def test_the_form_names_our_library_and_no_upload():
    page = staff.browser(make_user("contributor")).get(staff.ARTICLE_ADD).text
    assert "/quan-tri/media/image/chon/" in page
    assert "filebrowserUploadUrl" not in page
    assert "ckeditor_uploader" not in page
