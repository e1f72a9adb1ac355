"""Attachments on the staff side: who may send, read, attach, rename and replace which file."""

import errno
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from news import attachments as rules
from news import checklist, workflow
from news.admin.attachments import GONE, NOT_STORED
from news.media import attachments as files
from news.media import storing
from news.media.attachment_forms import NO_FILE, NO_TITLE, WRONG
from news.media.models import Attachment
from news.media.serving import HARMLESS
from news.models import Article, State
from news.text import officefile
from tests import attached, staff
from tests.factories import make_article, make_attachment, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db

UPLOAD = f"{staff.ARTICLES}tep/tai-len/"


def at(attachment, what: str = "") -> str:
    return f"{staff.ARTICLES}tep/{attachment.pk}/{what}"


def file(data=None, name="bao-cao.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, attached.pdf() if data is None else data)


def send(user, path=UPLOAD, **data):
    return staff.browser(user).post(path, data)


@pytest.fixture
def writer():
    return make_user("contributor")


@pytest.fixture
def attachment(writer):
    return make_attachment(writer, title="Kế hoạch")


# Sending


def test_a_file_is_taken_with_what_is_known_of_it(writer):
    answer = send(writer, upload=file(attached.scan(3), "Bao_cao_12.signed.PDF"))
    found = Attachment.objects.get()
    assert answer.status_code == 201
    assert (found.title, found.kind, found.pages, found.has_text) == ("Bao cao 12", "pdf", 3, False)
    assert (found.uploaded_by, found.original_name) == (writer, "Bao_cao_12.signed.PDF")
    told = answer.json()["file"]
    assert (told["id"], told["title"], told["scan"]) == (found.pk, "Bao cao 12", True)
    assert told["facts"] == found.facts_in_words
    assert staff.browser(writer).head(told["address"]).status_code == 200


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (attached.office(), "a.pdf", "docx"),
        (attached.office(attached.EXCEL), "bang.exe", "xlsx"),
        (attached.open_document(), "van-ban", "odt"),
    ],
)
def test_the_bytes_say_what_it_is(writer, data, name, kind):
    assert send(writer, upload=file(data, name)).status_code == 201
    found = Attachment.objects.get()
    assert (found.kind, found.pages, found.has_text) == (kind, None, None)
    assert found.address_name.endswith(f".{kind}")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, NO_FILE),
        ({"upload": "chữ"}, NO_FILE),
        ({"upload": file(b"")}, files.EMPTY),
        ({"upload": file(b"<html>", "a.pdf")}, officefile.UNKNOWN),
        ({"upload": file(attached.OLE + bytes(99), "a.doc")}, officefile.OLD),
        ({"upload": file(attached.office(word__vbaProject=b"x"))}, officefile.MACROS),
        ({"upload": file(attached.pdf()[:300])}, files.PDF_TROUBLES["damaged"]),
        ({"upload": file(attached.pdf(change=attached.encrypted))}, files.PDF_TROUBLES["locked"]),
        ({"upload": file(attached.pdf(change=attached.with_script))}, files.PDF_TROUBLES["active"]),
        ({"upload": file(attached.pdf(change=attached.with_parcel))}, files.PDF_TROUBLES["parcel"]),
        ({"upload": file(b"%PDF-" + bytes(files.MAX_BYTES))}, files.TOO_LARGE),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(writer, data, sentence):
    answer = send(writer, **data)
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})
    assert not Attachment.objects.exists()


def test_a_full_disk_is_told(writer, attachment, monkeypatch):
    def full(storage, name, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storing, "put", full)
    make_article(attachments=[attachment.pk])
    for user, path in ((writer, UPLOAD), (make_user("publisher"), at(attachment, "thay/"))):
        answer = send(user, path, upload=file())
        assert (answer.status_code, answer.json()) == (507, {"error": NOT_STORED})
    assert Attachment.objects.get().sha256 == attachment.sha256


@pytest.mark.parametrize("path", ["tai-len/", "{}/ten/", "{}/thay/"])
def test_nothing_is_taken_from_elsewhere_or_by_another_method(writer, attachment, path):
    path = f"{staff.ARTICLES}tep/{path.format(attachment.pk)}"
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert strict.post(path, {"upload": file(), "title": "x"}).status_code == 403
    assert staff.browser(writer).get(path).status_code == 405
    assert staff.browser().post(path, {"upload": file()}).status_code == 302
    assert Attachment.objects.get().title == "Kế hoạch"


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
def test_who_writes_no_articles_has_no_files(attachment, role):
    make_article(attachments=[attachment.pk])
    user = make_user(role)
    assert send(user, upload=file()).status_code == 403
    assert staff.browser(user).get(at(attachment)).status_code == 404
    assert send(user, at(attachment, "ten/"), title="x").status_code == 404


# Reading


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("owner", None, 200),
        ("owner", "submitted", 200),
        ("stranger", None, 404),
        ("stranger", "draft", 404),
        ("stranger", "published", 404),
        ("author", "draft", 200),
        ("editor", None, 404),
        ("editor", "draft", 200),
        ("editor", "withdrawn", 200),
        ("approver", "submitted", 200),
        ("elsewhere", "submitted", 404),
        ("superuser", None, 404),
        ("superuser", "draft", 200),
    ],
)
def test_the_staff_read_what_their_articles_name(attachment, who, state, status):
    author = make_user("contributor")
    if state:
        make_article(State(state), user=author, attachments=[attachment.pk])
    people = {
        "owner": lambda: attachment.uploaded_by,
        "author": lambda: author,
        "stranger": lambda: make_user("contributor"),
        "elsewhere": lambda: make_user("approver", unit=make_unit("KHAC")),
        "superuser": lambda: make_user(is_superuser=True),
    }
    user = people.get(who, lambda: make_user(who))()
    answer = staff.browser(user).get(at(attachment))
    assert answer.status_code == status
    if status == 200:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"] == HARMLESS["Content-Security-Policy"]
    answer.close()


def test_an_old_version_is_read_too(attachment, writer):
    article = make_draft(writer, attachments=[attachment.pk])
    workflow.save(article, {"attachments": []}, writer, base=1)
    assert staff.browser(make_user("editor")).head(at(attachment)).status_code == 200


def test_a_locked_account_reads_nothing(attachment, writer):
    client = staff.browser(writer)
    writer.is_active = False
    writer.save()
    assert client.get(at(attachment)).status_code == 302


# Attaching


def attach(user, article, value):
    data = staff.posted(article, attachments=value)
    return staff.browser(user).post(staff.change(article), data)


def test_the_form_keeps_order_and_counts_each_once(writer, attachment):
    other, article = make_attachment(writer), make_draft(writer)
    assert attach(writer, article, f"{other.pk},{attachment.pk},{other.pk},").status_code == 302
    article.refresh_from_db()
    assert article.attachments == [other.pk, attachment.pk]
    assert article.latest_version == 2


def test_a_new_article_takes_files_at_once(writer, attachment):
    data = staff.posted(attachments=str(attachment.pk))
    assert staff.browser(writer).post(staff.ARTICLE_ADD, data).status_code == 302
    assert Article.objects.get().attachments == [attachment.pk]


@pytest.mark.parametrize("held", [False, True])
def test_somebody_elses_file_cannot_be_attached(writer, held):
    foreign = make_attachment(title="Bí mật")
    if held:
        make_draft(foreign.uploaded_by, attachments=[foreign.pk])
    article = make_draft(writer)
    answer = attach(writer, article, str(foreign.pk))
    assert rules.NOT_YOURS in answer.text
    article.refresh_from_db()
    assert (article.attachments, article.latest_version) == ([], 1)


def test_a_refused_file_is_not_told_of(writer):
    foreign = make_attachment(title="Bí mật")
    article = make_draft(writer)
    assert "Bí mật" not in attach(writer, article, str(foreign.pk)).text
    data = staff.posted(article, attachments=str(foreign.pk))
    assert "Bí mật" not in staff.browser(writer).post(staff.PREVIEW, data).text


@pytest.mark.parametrize("value", ["999999", "9" * 9])
def test_a_number_that_is_no_file_is_refused(writer, value):
    assert rules.NOT_YOURS in attach(writer, make_draft(writer), value).text


@pytest.mark.parametrize("value", ["x", "1;2", "-1", "1.0", "9" * 40, "1," * 4000, "٣", "\ud800"])
def test_what_is_no_list_is_refused(writer, value):
    article = make_draft(writer)
    data = staff.posted(article, attachments=value.encode("utf-8", "replace").decode())
    answer = staff.browser(writer).post(staff.change(article), data)
    assert answer.status_code == 200
    assert WRONG in answer.text


def test_too_many_are_refused(writer):
    value = ",".join(map(str, range(1, rules.MOST + 2)))
    assert rules.TOO_MANY in attach(writer, make_draft(writer), value).text


def test_what_stands_there_may_stay(writer):
    foreign, editor = make_attachment(), make_user("editor")
    article = make_draft(writer)
    article = workflow.save(article, {"attachments": [foreign.pk]}, editor, base=1)
    data = {"attachments": str(foreign.pk), "title": "Tiêu đề khác"}
    answer = staff.browser(writer).post(staff.change(article), staff.posted(article, **data))
    assert answer.status_code == 302


def test_the_pages_of_the_staff_name_the_files(writer, attachment):
    article = make_article(State.SUBMITTED, user=writer, attachments=[attachment.pk])
    for user, page in ((writer, "change"), (make_user("editor"), "change"), (writer, "preview")):
        text = staff.browser(user).get(staff.address(article, page)).text
        assert "Kế hoạch" in text
        assert at(attachment) in text


# Renaming


def test_a_name_is_changed_in_one_form(writer, attachment):
    answer = send(writer, at(attachment, "ten/"), title="  Ke\u0302\u0301 hoạch\u200b số 12 ")
    attachment.refresh_from_db()
    assert answer.json()["file"]["title"] == attachment.title == "Kế hoạch số 12"
    assert attachment.titled_by == writer


@pytest.mark.parametrize(
    ("title", "sentence"), [("", NO_TITLE), (" \u200b", NO_TITLE), ("x" * 201, "Tên tệp dài")]
)
def test_a_name_that_is_none_is_refused(writer, attachment, title, sentence):
    answer = send(writer, at(attachment, "ten/"), title=title)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(sentence)


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("owner", None, 200),
        ("owner", "draft", 200),
        ("owner", "submitted", 403),
        ("owner", "published", 403),
        ("owner", "withdrawn", 403),
        ("stranger", "draft", 404),
        ("editor", "submitted", 200),
        ("editor", "published", 403),
        ("editor", "withdrawn", 403),
        ("approver", "published", 200),
        ("elsewhere", "published", 404),
    ],
)
def test_who_may_rename(writer, attachment, who, state, status):
    if state:
        make_article(State(state), user=writer, attachments=[attachment.pk])
    people = {"owner": lambda: writer, "stranger": lambda: make_user("contributor")}
    people["elsewhere"] = lambda: make_user("approver", unit=make_unit("KHAC"))
    user = people.get(who, lambda: make_user(who))()
    answer = send(user, at(attachment, "ten/"), title="Tên mới")
    attachment.refresh_from_db()
    assert answer.status_code == status
    assert (attachment.title == "Tên mới") == (status == 200)
    if status == 404:
        assert answer.json() == {"error": GONE}


def test_a_publisher_of_one_unit_alters_nothing_that_another_publishes(writer, attachment):
    here, there = make_unit("A"), make_unit("B")
    for unit in (here, there):
        make_article(attachments=[attachment.pk], unit=unit)
    user = make_user("publisher", unit=here)
    answer = send(user, at(attachment, "thay/"), upload=file())
    assert (answer.status_code, answer.json()) == (403, {"error": rules.IS_LIVE})


# Replacing


def test_before_publication_another_file_is_another_attachment(writer, attachment):
    article = make_draft(writer, attachments=[attachment.pk])
    answer = send(writer, at(attachment, "thay/"), upload=file(attached.pdf(pages=2)))
    new = Attachment.objects.get(pk=answer.json()["file"]["id"])
    assert answer.status_code == 201
    assert (new.title, new.pages, new.pk != attachment.pk) == ("Kế hoạch", 2, True)
    article.refresh_from_db()
    assert article.attachments == [attachment.pk]


def test_a_file_that_citizens_see_keeps_its_address(client, writer, attachment):
    make_article(attachments=[attachment.pk])
    publisher, path = make_user("publisher"), attachment.get_absolute_url()
    data = attached.pdf(pages=3)
    answer = send(publisher, at(attachment, "thay/"), upload=file(data))
    assert (answer.status_code, answer.json()["file"]["id"]) == (200, attachment.pk)
    shown = client.get(path)
    assert b"".join(shown.streaming_content) == data
    assert shown["ETag"] != f'"{attachment.sha256}"'
    shown.close()


def test_what_was_replaced_stays_on_record(writer, attachment):
    make_article(attachments=[attachment.pk])
    publisher = make_user("publisher")
    for pages in (2, 3):
        send(publisher, at(attachment, "thay/"), upload=file(attached.pdf(pages=pages)))
    attachment.refresh_from_db()
    second, first = attachment.former.all()
    assert (attachment.pages, second.pages, first.pages) == (3, 2, 1)
    assert (attachment.replaced_by, second.put_by, first.put_by) == (publisher, publisher, writer)
    for each in (first, second, attachment):
        with storing.attachments().open(each.file.name) as kept:
            assert len(kept.read()) == each.size


def test_another_kind_at_the_same_number_is_led_to(client, attachment):
    make_article(attachments=[attachment.pk])
    before = attachment.get_absolute_url()
    send(make_user("publisher"), at(attachment, "thay/"), upload=file(attached.office()))
    answer = client.get(before)
    assert (answer.status_code, answer.url[-5:]) == (301, ".docx")


@pytest.mark.parametrize("role", ["contributor", "editor", "secretary"])
@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_what_citizens_know_is_replaced_by_publishers_only(attachment, writer, role, state):
    make_article(State(state), user=writer, attachments=[attachment.pk])
    user = writer if role == "contributor" else make_user(role)
    answer = send(user, at(attachment, "thay/"), upload=file(attached.scan()))
    assert (answer.status_code, answer.json()) == (403, {"error": rules.IS_LIVE})
    attachment.refresh_from_db()
    assert attachment.has_text


def test_a_bad_file_replaces_nothing(attachment):
    make_article(attachments=[attachment.pk])
    answer = send(make_user("publisher"), at(attachment, "thay/"), upload=file(b"<html>"))
    assert answer.json() == {"error": officefile.UNKNOWN}
    assert not attachment.former.exists()


@pytest.mark.parametrize("what", ["thay/", "ten/"])
def test_who_altered_a_file_does_not_publish_it_alone(attachment, what):
    article = make_article(State.WITHDRAWN, attachments=[attachment.pk])
    publisher = make_user("publisher")
    assert not workflow.refusal(article, "republish", publisher)
    assert send(publisher, at(attachment, what), upload=file(), title="Mới").status_code == 200
    assert "người khác duyệt" in workflow.refusal(article, "republish", publisher)
    assert not workflow.refusal(article, "republish", make_user("publisher"))


# The checklist, and what is kept


def test_a_scan_is_asked_about_and_may_be_waived(writer):
    scan = make_attachment(writer, data=attached.scan(), title="Biên bản")
    article = make_draft(writer, attachments=[scan.pk])
    (finding,) = [f for f in checklist.findings(article) if f.code == "attachment-scan"]
    assert finding.strength is checklist.Strength.SHOULD
    assert "Tệp “Biên bản” là bản quét" in finding.text
    assert "bản quét" in workflow.refusal(article, "submit", writer, pledge=True)
    data = staff.posted(article, _move="submit", waive=finding.key)
    data[f"reason.{finding.key}"] = "Văn bản cũ chỉ có bản giấy"
    assert staff.browser(writer).post(staff.change(article), data).status_code == 302
    article.refresh_from_db()
    assert article.state == State.SUBMITTED


def test_a_file_with_text_is_in_order(writer, attachment):
    article = make_draft(writer, attachments=[attachment.pk])
    found = checklist.findings(article)
    assert "attachment-scan" not in {finding.code for finding in found}
    assert "Tệp đính kèm đều đọc được thành chữ" in checklist.Panel(article, found).holds
    bare = make_draft(writer)
    panel = checklist.Panel(bare, checklist.findings(bare))
    assert "Tệp đính kèm đều đọc được thành chữ" not in panel.holds


def test_a_name_of_the_machine_is_remarked_upon(writer):
    for title, remarks in (("", 1), ("Kế hoạch", 0), ("ke hoach 12", 1)):
        found = make_attachment(writer, name="ke_hoach_12.pdf", title=title)
        told = checklist.findings(make_draft(writer, attachments=[found.pk]))
        hints = [each.text for each in told if each.code.startswith("attachment-title")]
        assert len(hints) == remarks


def test_the_database_keeps_what_a_version_names(writer, attachment):
    article = make_draft(writer, attachments=[attachment.pk])
    workflow.save(article, {"attachments": []}, writer, base=1)
    with pytest.raises(DatabaseError, match="an article names this file"), transaction.atomic():
        attachment.delete()


def test_what_nobody_attached_goes_after_a_while(
    writer, attachment, django_capture_on_commit_callbacks
):
    used = make_attachment(writer)
    make_draft(writer, attachments=[used.pk])
    Attachment.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
    fresh = make_attachment(writer)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("delete_unused_attachments")
    assert set(Attachment.objects.all()) == {used, fresh}
    storage = storing.attachments()
    assert not storage.exists(attachment.file.name)
    assert storage.exists(used.file.name)


def test_what_is_attached_at_the_last_moment_stays(writer, attachment, monkeypatch):
    make_draft(writer, attachments=[attachment.pk])
    monkeypatch.setattr(rules, "unused", Attachment.objects.all)
    call_command("delete_unused_attachments", days=0)
    assert Attachment.objects.get() == attachment
    assert storing.attachments().exists(attachment.file.name)
