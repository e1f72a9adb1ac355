"""What is not in somebody's charge stays unread: no list, search, filter or shortcut tells it."""

import io
import zipfile

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from news import workflow
from news.models import Article, ArticleVersion, State
from tests import staff
from tests.factories import make_article, make_draft, make_image, make_unit, make_user

pytestmark = pytest.mark.django_db

SECRET = "Sáp nhập xã Nậm Trang"
SLUG = "sap-nhap-xa-nam-trang"
OUTSIDERS = ["account_admin", "system_admin", "contributor", "another unit's editor", "no role"]
SEARCHES = [
    *("q=Sáp", "title__startswith=S", "title__icontains=Nậm", "body__contains=mật", "id__gte=1"),
    *("versions__title__startswith=S", "events__note__contains=a", "state__exact=draft"),
    *("created_by__password__startswith=m", "created_by__id__exact=1", "cover__alt__contains=a"),
    *("o=1", "o=-2.3", "all=", "_popup=1", "_to_field=id", "_facets=True", "e=1", "p=1"),
]
ARTICLE_FIELDS = ["category", "unit", "author", "cover", "created_by", "versions", "events"]
SOURCES = [
    *(("news", "article", name) for name in ARTICLE_FIELDS),
    *(("news", model, "article") for model in ("articleversion", "articleevent")),
    *(("news", "category", "article"), ("admin", "logentry", "user"), ("admin", "logentry", "id")),
    *(("news", "assignment", name) for name in ("user", "role", "unit", "category")),
]


@pytest.fixture
def draft():
    """Somebody's draft of two versions, in a unit of its own, with a log entry of Django's."""
    writer = make_user("contributor", full_name="Người viết bí mật")
    article = make_draft(writer, title=SECRET, unit=make_unit("MTTQ"))
    client = staff.browser(writer)
    client.post(staff.change(article), staff.posted(article, title=f"{SECRET} lần hai"))
    assert LogEntry.objects.filter(object_repr__startswith=SECRET).exists()
    return article


def outsider(kind: str):
    if kind == "another unit's editor":
        return staff.browser(make_user("editor", unit=make_unit("BTGHU")))
    return staff.browser(make_user(*([] if kind == "no role" else [kind])))


def read(content: bytes) -> str:
    """The words of an answer, a workbook's too."""
    if not content.startswith(b"PK"):
        return content.decode()
    package = zipfile.ZipFile(io.BytesIO(content))
    return "".join(package.read(name).decode() for name in package.namelist())


def tells(answer) -> bool:
    """Whether an answer, or the address it sends to, holds the secret."""
    text = read(answer.getvalue()) + answer.headers.get("Location", "")
    return SECRET in text or SLUG in text or "\\u00e1p nh\\u1eadp" in text


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_no_page_tells(kind, draft):
    client, things = outsider(kind), staff.one_of_each() | {"news_article": draft}
    for name, path in staff.pages(things).items():
        for method in ("get", "post"):
            assert not tells(getattr(client, method)(path)), (name, method)


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_no_search_and_no_filter_tells(kind, draft):
    client = outsider(kind)
    for query in SEARCHES:
        assert not tells(client.get(f"{staff.ARTICLES}?{query}")), query


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_no_completion_answers(kind, draft):
    client = outsider(kind)
    for app, model, field in SOURCES:
        names = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        answer = client.get("/quan-tri/autocomplete/", names)
        assert answer.status_code == 404, names


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_no_version_and_no_public_address_tells(kind, draft):
    client = outsider(kind)
    preview = staff.address(draft, "preview")
    kinds = [ContentType.objects.get_for_model(model).pk for model in (Article, ArticleVersion)]
    shortcuts = [f"/quan-tri/r/{kind}/{draft.pk}/" for kind in [*kinds, f"+{kinds[0]}"]]
    tries = [f"{preview}?ban={ban}" for ban in (1, 2, "01", "१", "-1", "", "1&ban=2")]
    for path in [*tries, *shortcuts, draft.get_absolute_url()]:
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert not tells(answer), path


@pytest.mark.parametrize("kind", OUTSIDERS)
def test_what_does_not_exist_and_what_may_not_be_seen_answer_alike(kind, draft):
    client = outsider(kind)
    for page in ("change", "history", "preview"):
        real = staff.address(draft, page)
        answers = [client.get(path) for path in (real, real.replace(f"/{draft.pk}/", "/77777/"))]
        assert answers[0].status_code == answers[1].status_code, page


def test_a_changed_live_article_shows_its_unapproved_version_to_its_own_people_only(draft):
    live = make_article(title="Tin đã đăng")
    workflow.save(live, {"title": SECRET}, make_user("editor"), base=1)
    for kind in OUTSIDERS:
        client = outsider(kind if kind != "another unit's editor" else "contributor")
        for path in (staff.change(live), staff.address(live, "preview"), live.get_absolute_url()):
            assert not tells(client.get(path)), (kind, path)


def test_the_desk_and_the_lists_of_an_account_administrator_name_no_article(draft):
    make_article(State.SUBMITTED, title=f"{SECRET} ba")
    client = outsider("account_admin")
    for path in ("/quan-tri/", "/quan-tri/news/", "/quan-tri/accounts/user/", "/quan-tri/media/"):
        assert not tells(client.get(path)), path


@pytest.mark.parametrize(
    "query",
    [
        *("password__startswith=m", "password=", "is_superuser__exact=1", "groups__id__exact=1"),
        *(
            "username__regex=(",
            "articles__title__startswith=S",
            "logentry__object_repr__contains=S",
        ),
    ],
)
def test_accounts_are_filtered_by_their_own_filters_only(query, draft):
    answer = outsider("account_admin").get(f"/quan-tri/accounts/user/?{query}")
    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["change", "history"])
def test_no_page_of_an_account_shows_its_password_hash(page):
    chief = make_user("system_admin")
    for viewer in (make_user("account_admin"), make_user("system_admin"), chief):
        for seen in (chief, viewer):
            assert seen.password not in staff.browser(viewer).get(staff.address(seen, page)).text


def test_the_picture_window_and_its_search_ask_for_the_right():
    make_image(SECRET)
    for kind in ("account_admin", "no role"):
        assert outsider(kind).get(f"{staff.PICTURES}?q=Sáp").status_code == 403
