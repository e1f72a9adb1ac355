"""Attachments at their public address: who gets the file, with which headers, and who learns what.

What the staff may do with them is in test_attachments_staff.py.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.http import http_date

from news import differences, workflow
from news.media import attachments as files
from news.media import storing
from news.media.serving import HARMLESS
from news.models import Article, State
from tests import attached, factories, staff
from tests.factories import WAYS, make_article, make_attachment, make_user, move

pytestmark = pytest.mark.django_db


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content)


def revise(article, **values):
    """A published article's next version, sent and published by others."""
    editor = make_user("editor")
    article = workflow.save(article, values, editor, base=article.latest_version)
    for action in WAYS[State.PUBLISHED]:
        move(article, action, make_user("publisher") if action == "submit" else None)
    return article


@pytest.fixture
def attachment():
    return make_attachment(title="Kế hoạch số 12/KH-UBND", data=attached.pdf(pages=14))


@pytest.fixture
def article(attachment):
    return make_article(attachments=[attachment.pk])


def in_state(name: str, attachment) -> Article:
    """An article that names the file, in a state that a citizen would meet."""
    if name in State.values:
        return make_article(State(name), attachments=[attachment.pk])
    soon = timezone.now() + timedelta(hours=1)
    article = make_article(attachments=[attachment.pk], at=soon if name == "scheduled" else None)
    if name == "expired":
        Article.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    if name == "removed":
        return revise(article, attachments=[])
    if name == "revised":
        editor = make_user("editor")
        return workflow.save(article, {"attachments": []}, editor, base=1)
    return article


@pytest.mark.parametrize("viewer", [None, "contributor", "owner", "publisher"])
@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("draft", 404),
        ("submitted", 404),
        ("returned", 404),
        ("scheduled", 404),
        ("published", 200),
        ("revised", 200),
        ("withdrawn", 410),
        ("expired", 410),
        ("removed", 410),
    ],
)
def test_citizens_get_what_a_public_article_names(attachment, state, status, viewer):
    in_state(state, attachment)
    user = attachment.uploaded_by if viewer == "owner" else viewer and make_user(viewer)
    answer = staff.browser(user).get(attachment.get_absolute_url())
    assert answer.status_code == status
    if status != 200:
        assert "Kế hoạch" not in answer.text
        assert attachment.address_name not in answer.text
    answer.close()


def test_a_file_that_no_article_names_is_not_there(client, attachment):
    assert client.get(attachment.get_absolute_url()).status_code == 404
    assert client.get(f"/tai-lieu/{attachment.pk}/sai.pdf").status_code == 404


def test_one_public_article_is_enough(client, attachment):
    make_article(State.WITHDRAWN, attachments=[attachment.pk])
    make_article(State.DRAFT, attachments=[attachment.pk])
    assert client.head(attachment.get_absolute_url()).status_code == 410
    make_article(attachments=[attachment.pk])
    assert client.head(attachment.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "path", ["0/a.pdf", f"{'9' * 18}/a.pdf", f"{'9' * 40}/a.pdf", "1/", "1/a/b.pdf", "x/a.pdf"]
)
def test_addresses_of_nothing_are_not_found(client, path):
    assert client.get(f"/tai-lieu/{path}").status_code == 404


def test_the_file_comes_whole_with_headers_that_keep_it_harmless(client, article, attachment):
    response = client.get(attachment.get_absolute_url())
    assert bytes_of(response) == attached.pdf(pages=14)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(attachment.size)
    assert response["Content-Security-Policy"] == HARMLESS["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert set(response["Cache-Control"].split(", ")) == {
        *("public", "max-age=0", "must-revalidate")
    }
    assert response["ETag"] == f'"{attachment.sha256}"'
    assert not response.cookies
    response.close()


def test_it_is_kept_under_the_words_of_its_link(client, article, attachment):
    told = client.head(attachment.get_absolute_url())["Content-Disposition"]
    kind, plain, named = told.split("; ")
    assert (kind, plain) == ("attachment", 'filename="ke-hoach-so-12-kh-ubnd.pdf"')
    charset, _, name = named.removeprefix("filename*=").partition("''")
    assert (charset, unquote(name)) == ("UTF-8", "Kế hoạch số 12-KH-UBND.pdf")


@pytest.mark.parametrize(
    "title", ['a"b\\c', "..", "a; filename=x.exe", "%00%0a", "báo cáo\u202efdp"]
)
def test_no_title_breaks_out_of_the_header(client, title):
    found = make_attachment(title=title)
    make_article(attachments=[found.pk])
    response = client.head(found.get_absolute_url())
    assert response.status_code == 200
    named = response["Content-Disposition"].partition("filename*=UTF-8''")[2]
    assert named.endswith(".pdf")
    assert not set(named) & set('";/\\ \n')


def test_whoever_has_it_is_told_so(client, article, attachment):
    path = attachment.get_absolute_url()
    for header in (
        {"If-None-Match": f'"{attachment.sha256}"'},
        {"If-Modified-Since": http_date(timezone.now().timestamp())},
    ):
        response = client.get(path, headers=header)
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == f'"{attachment.sha256}"'
        assert response["Content-Security-Policy"] == HARMLESS["Content-Security-Policy"]
    fresh = client.get(path, headers={"If-None-Match": '"khac"'})
    assert (fresh.status_code, bytes_of(fresh)) == (200, attached.pdf(pages=14))
    fresh.close()


def test_a_withdrawal_reaches_whoever_has_it(client, article, attachment):
    workflow.perform(article, "withdraw", make_user("publisher"), version=1, note="Sai")
    have = {"If-None-Match": f'"{attachment.sha256}"'}
    assert client.get(attachment.get_absolute_url(), headers=have).status_code == 410


def test_head_is_answered_without_the_bytes(client, article, attachment):
    response = client.head(attachment.get_absolute_url())
    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(attachment.size)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, article, attachment, method):
    assert getattr(client, method)(attachment.get_absolute_url()).status_code == 405


def test_other_words_lead_to_the_address(client, article, attachment):
    for name in ("sai.pdf", "ke-hoach-so-12-kh-ubnd.docx", "x", "ke-hoach.pdf%0aX"):
        response = client.get(f"/tai-lieu/{attachment.pk}/{name}")
        assert (response.status_code, response.url) == (301, attachment.get_absolute_url())


def test_a_file_that_the_disk_lost_is_a_plain_page(client, article, attachment, caplog):
    storing.attachments().delete(attachment.file.name)
    for ask in (client.get, client.head):
        assert ask(attachment.get_absolute_url()).status_code == 404
    assert "its file is missing" in caplog.text


def test_nginx_may_send_the_bytes(client, article, attachment, settings):
    settings.ATTACHMENTS_ACCEL = "/tep-rieng/"
    response = client.get(attachment.get_absolute_url())
    assert response["X-Accel-Redirect"] == f"/tep-rieng/{attachment.file.name}"
    assert (response.content, response["Content-Type"]) == (b"", "application/pdf")
    assert response["Content-Disposition"].startswith("attachment")


def test_it_answers_with_three_queries(client, article, attachment, django_assert_num_queries):
    """The file, whether it is public, and before both whether a new version is due."""
    with django_assert_num_queries(3):
        client.head(attachment.get_absolute_url())


def test_the_files_lie_apart_from_the_pictures(attachment):
    path = Path(storing.attachments().path(attachment.file.name))
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert path.stat().st_mode & 0o777 == 0o640
    assert attachment.original_name not in str(path)


def test_the_page_names_type_size_and_pages(client, article, attachment):
    page = client.get(article.get_absolute_url()).text
    assert f'href="{attachment.get_absolute_url()}"' in page
    facts = attachment.facts_in_words
    assert "14" in facts
    assert f'12/KH-UBND</span> <span class="attached__facts">({facts})' in page
    assert f"{settings.SITE_URL}{attachment.get_absolute_url()}" in page


def test_the_page_asks_one_query_more_for_files(client, article, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(article.get_absolute_url())
    bare = make_article()
    with django_assert_num_queries(3):
        assert "Tệp đính kèm" not in client.get(bare.get_absolute_url()).text


def test_files_stand_in_the_order_of_the_article(client):
    first, second = make_attachment(title="Một"), make_attachment(title="Hai")
    article = make_article(attachments=[second.pk, first.pk])
    page = client.get(article.get_absolute_url()).text
    assert page.index("Hai</span>") < page.index("Một</span>")


def test_a_title_is_text_and_never_markup(client):
    nasty = make_attachment(title='<script>alert("1")</script>')
    page = client.get(make_article(attachments=[nasty.pk]).get_absolute_url()).text
    assert "&lt;script&gt;alert(" in page
    assert "<script>alert" not in page


def test_versions_carry_the_files(article, attachment):
    other = make_attachment(title="Phụ lục")
    article = workflow.save(
        article, {"attachments": [attachment.pk, other.pk]}, make_user("editor"), base=1
    )
    article.refresh_from_db()
    assert article.attachments == [attachment.pk]
    assert article.versions.get(number=2).attachments == [attachment.pk, other.pk]
    (part,) = differences.between(*article.versions.order_by("number"))
    (row,) = [row for row in part.stretches[0].rows if row.kind == "added"]
    assert (part.label, row.text) == ("Tệp đính kèm", f"Phụ lục ({other.facts_in_words})")


def test_a_full_disk_leaves_nothing(monkeypatch):
    def full(storage, name, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing, "put", full)
    with pytest.raises(OSError, match="No space"):
        make_attachment()
    assert not files.Attachment.objects.exists()


def test_rows_that_fail_leave_no_file():
    before = stored_files()
    with pytest.raises(Exception, match="attachment_kind_known"):
        files.store(
            files.Accepted(b"x", files.Facts("a", "exe", 1, "0" * 64)), factories.make_user()
        )
    assert stored_files() == before


def stored_files() -> set[Path]:
    return {path for path in Path(settings.ATTACHMENTS_ROOT).rglob("*") if path.is_file()}
