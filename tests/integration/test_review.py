"""Links for an outsider: what they show, when they end, and the one decision they carry."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from news import review, workflow
from news.models import ReviewLink, State
from tests import staff
from tests.factories import (
    make_article,
    make_attachment,
    make_category,
    make_draft,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """A text that waits for approval."""
    return make_article(State.PENDING, title="Bản chưa công bố", body="<p>Nội dung kín</p>")


@pytest.fixture
def made(article):
    """A link that may decide, in the name of an approver."""
    approver = make_user("approver", full_name="Đỗ Văn Duyệt")
    return review.make(article, approver, 3, approver)


def path(made, page="") -> str:
    """An address of the link."""
    return f"/xem-duyet/{made.token}/{page}"


def decision(made, **values) -> dict:
    """The form as a browser sends it."""
    words = {"action": "approve", "name": "Ông Hoàng Văn Ba, Bí thư", "reason": ""}
    return {**words, "code": made.code, **values}


def wrong(made, number: int = 1) -> str:
    """A code that is not the link's."""
    return f"{(int(made.code) + number) % 10**6:06}"


def test_a_link_shows_one_version_in_the_public_look(client, made):
    response = client.get(path(made))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nội dung kín" in page
    assert "Bản 1, chưa công bố" in page
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert 'rel="canonical"' not in page
    assert "/quan-tri/" not in page


def test_the_secret_and_the_code_are_stored_nowhere(made):
    row = ReviewLink.objects.filter(pk=made.link.pk).values().get()
    assert made.token not in str(row)
    assert made.code not in str(row["code_hash"])
    assert len(made.token) >= 43
    assert re.fullmatch(r"\d{6}", made.code)


def test_opening_is_counted_and_decides_nothing(client, made):
    for page in ("", "quyet-dinh/"):
        client.get(path(made, page), decision(made))
        client.head(path(made, page))
    made.link.refresh_from_db()
    made.link.article.refresh_from_db()
    assert (made.link.opened, made.link.tries, made.link.decided_at) == (2, 0, None)
    assert made.link.article.state == State.PENDING


def test_a_wrong_secret_is_not_found(client, made):
    for token in ("x", made.token[:-1], made.token + "x", made.link.token_hash, "x" * 3000):
        assert client.get(f"/xem-duyet/{token}/").status_code == 404
        assert client.post(f"/xem-duyet/{token}/quyet-dinh/").status_code == 404


def end_by_change(made):
    """Another version."""
    workflow.save(made.link.article, {"summary": "Đã sửa"}, make_user("editor"), base=1)


def end_by_revoking(made):
    """The office takes it back."""
    review.revoke(made.link, made.link.made_by)


def end_by_time(made):
    """Its days are over."""
    then = timezone.now() - timedelta(days=5)
    ReviewLink.objects.update(made_at=then, expires_at=then + timedelta(days=1))


def end_by_a_locked_account(made):
    """Who made it has left."""
    made.link.made_by.is_active = False
    made.link.made_by.save()


@pytest.mark.parametrize(
    "end", [end_by_change, end_by_revoking, end_by_time, end_by_a_locked_account]
)
def test_an_ended_link_shows_a_sentence_and_nothing_of_the_text(client, made, end):
    end(made)
    for response in (
        client.get(path(made)),
        client.get(path(made, "quyet-dinh/")),
        client.post(path(made, "quyet-dinh/"), decision(made)),
    ):
        page = response.content.decode()
        assert response.status_code == 410
        assert "Liên kết không còn dùng được" in page
        assert "Bản chưa công bố" not in page
        assert "Nội dung kín" not in page
    assert not made.link.article.events.filter(action="approve").exists()


def test_an_approval_is_made_in_the_name_of_the_approver(client, made):
    response = client.post(path(made, "quyet-dinh/"), decision(made), REMOTE_ADDR="203.0.113.7")
    assert "Bài đã được duyệt" in response.content.decode()
    made.link.article.refresh_from_db()
    event = made.link.article.events.get(action="approve")
    assert made.link.article.state == State.APPROVED
    assert event.actor.full_name == "Đỗ Văn Duyệt"
    assert f"Qua liên kết xem duyệt số {made.link.pk}" in event.note
    assert "Ông Hoàng Văn Ba, Bí thư" in event.note
    assert event.address == "203.0.113.7"
    again = client.post(path(made, "quyet-dinh/"), decision(made, action="return", reason="Sai"))
    assert again.status_code == 410


def test_a_return_carries_its_reason_to_the_author(client, made):
    article = made.link.article
    without = client.post(path(made, "quyet-dinh/"), decision(made, action="return"))
    assert "Hãy ghi lý do trả lại" in without.content.decode()
    client.post(path(made, "quyet-dinh/"), decision(made, action="return", reason="Sai số liệu"))
    article.refresh_from_db()
    assert article.state == State.RETURNED
    assert "Sai số liệu" in article.events.first().note


def test_five_wrong_codes_end_the_link(client, made):
    for number in range(1, 5):
        page = client.post(path(made, "quyet-dinh/"), decision(made, code=wrong(made, number)))
        assert f"Còn {5 - number} lần" in page.content.decode()
    client.post(path(made, "quyet-dinh/"), decision(made, code=wrong(made, 5)))
    answer = client.post(path(made, "quyet-dinh/"), decision(made))
    assert answer.status_code == 410
    assert "nhập sai mã" in answer.content.decode()
    assert made.link.article.state == State.PENDING


@pytest.mark.parametrize(
    "values",
    [
        {"action": "publish"},
        {"action": "withdraw"},
        {"action": ""},
        {"name": "  "},
        {"name": "x" * 101},
        {"code": ""},
        {"code": "không phải số"},
        {"code": "9" * 5000},
    ],
)
def test_bad_input_decides_nothing(client, made, values):
    answer = client.post(path(made, "quyet-dinh/"), decision(made, **values))
    assert answer.status_code == 200
    made.link.article.refresh_from_db()
    assert made.link.article.state == State.PENDING


def test_a_forged_form_is_refused(made):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path(made, "quyet-dinh/"), decision(made))
    assert answer.status_code == 403
    page = client.get(path(made, "quyet-dinh/"))
    assert page["Referrer-Policy"] == "same-origin"


def test_a_reading_link_decides_nothing(client, article):
    made = review.make(article, make_user("editor"), 1)
    assert "Duyệt hoặc trả lại" not in client.get(path(made)).content.decode()
    answer = client.post(path(made, "quyet-dinh/"), decision(made, code=""))
    assert "không quyết định được" in answer.content.decode()
    article.refresh_from_db()
    assert article.state == State.PENDING


@pytest.fixture
def short():
    """A text that waits in a section of two steps, where publishing is the approval."""
    article = make_draft(category=make_category("Hai bước", steps=2), title="Lịch tiếp dân")
    move(article, "submit")
    return article


def test_with_two_steps_a_leader_publishes_by_the_link_of_who_may_publish(client, short):
    publisher = make_user("publisher", full_name="Vũ Thuỳ Dung")
    made = review.make(short, publisher, 3, publisher)
    assert "Xuất bản hoặc trả lại" in client.get(path(made)).content.decode()
    form = client.get(path(made, "quyet-dinh/")).content.decode()
    assert "Lịch tiếp dân" in form
    assert "Bài lên trang ngay" in form
    answer = client.post(path(made, "quyet-dinh/"), decision(made, action="publish"))
    assert "Bài đã được đăng" in answer.content.decode()
    short.refresh_from_db()
    assert short.is_public()
    event = short.events.get(action="publish")
    assert event.actor == publisher
    assert f"Qua liên kết xem duyệt số {made.link.pk}" in event.note


def test_with_two_steps_four_eyes_and_rights_hold_for_links_too(client, short):
    writer = make_user("contributor", "publisher")
    own = make_draft(writer, category=short.category)
    move(own, "submit", writer)
    for article, person in ((own, writer), (short, make_user("editor"))):
        assert review.deciders(article, person) == []
        with pytest.raises(workflow.Refused):
            review.make(article, person, 3, person)


def test_a_link_never_publishes_what_was_only_approved(client, made):
    """Where approving is a step of its own, the last step stays with an account."""
    approved = made.link.article
    move(approved, "approve")
    publisher = make_user("publisher")
    assert review.deciders(approved, publisher) == []
    short = make_article(State.APPROVED, category=make_category("Thành hai bước"))
    type(short.category).objects.update(steps=2)
    short.refresh_from_db()
    assert review.deciders(short, publisher) == []


def test_a_link_to_read_says_so_to_both_sides(client, article):
    editor = staff.browser(make_user("editor"))
    history = editor.get(staff.address(article, "history")).content.decode()
    assert "nên liên kết bạn tạo chỉ để đọc" in history
    page = editor.post(staff.address(article, "link"), {"days": 3}).content.decode()
    assert "Liên kết này chỉ để đọc" in page
    token = re.search(r"/xem-duyet/([\w-]+)/", page)[1]
    assert "Liên kết này chỉ để đọc" in client.get(f"/xem-duyet/{token}/").content.decode()


def test_a_link_says_when_citizens_read_that_very_version(client):
    article = make_article(State.PENDING)
    made = review.make(article, make_user("editor"), 3)
    move(article, "approve")
    move(article, "publish")
    page = client.get(path(made)).content.decode()
    assert "Bản 1, đang đăng" in page
    assert "chưa công bố" not in page


def test_whoever_wrote_it_makes_no_deciding_link(article):
    approver = make_user("approver")
    assert review.deciders(article, approver) == [approver]
    workflow.save(article, {"summary": "Đã sửa"}, approver, base=1)
    article.refresh_from_db()
    assert review.deciders(article, approver) == []
    with pytest.raises(workflow.Refused):
        review.make(article, approver, 3, approver)


def test_nobody_decides_what_they_wrote_or_where_they_may_not():
    writer = make_user("contributor", "approver")
    article = make_article(State.PENDING, user=writer)
    elsewhere = make_user("approver", unit=make_unit("MTTQ"))
    editor, approver = make_user("editor"), make_user("approver")
    assert review.deciders(article, approver) == [approver]
    for person in (writer, elsewhere, editor):
        with pytest.raises(workflow.Refused):
            review.make(article, person, 3, person)


def test_nobody_lends_the_right_of_another(article):
    """Whoever makes a link knows its code: an editor would approve in a leader's name."""
    editor, approver = make_user("editor"), make_user("approver")
    assert review.deciders(article, editor) == []
    with pytest.raises(workflow.Refused):
        review.make(article, editor, 3, approver)


def test_an_approver_who_lost_the_right_decides_no_more(client, made):
    made.link.decider.assignments.all().delete()
    answer = client.post(path(made, "quyet-dinh/"), decision(made))
    assert "không quyết định được" in answer.content.decode()
    made.link.article.refresh_from_db()
    assert made.link.article.state == State.PENDING


def test_the_history_page_makes_lists_and_ends_links(client, article):
    approver = make_user("approver")
    browser = staff.browser(approver)
    history = staff.address(article, "history")
    answer = browser.post(staff.address(article, "link"), {"days": 3, "decider": approver.pk})
    page = answer.content.decode()
    token = re.search(r"/xem-duyet/([\w-]+)/", page)[1]
    assert re.search(r'class="code">\d{6}<', page)
    assert "no-store" in answer["Cache-Control"]
    listed = browser.get(history).content.decode()
    link = ReviewLink.objects.get()
    assert f"Số {link.pk}, bản 1" in listed
    assert token not in listed
    assert client.get(f"/xem-duyet/{token}/").status_code == 200
    browser.post(staff.address(article, "revoke"), {"lien_ket": link.pk})
    link.refresh_from_db()
    assert link.revoked_by_id
    assert client.get(f"/xem-duyet/{token}/").status_code == 410


@pytest.mark.parametrize("data", [{}, {"days": 15}, {"days": 0}, {"days": 3, "decider": 999}])
def test_a_bad_order_makes_no_link(article, data):
    browser = staff.browser(make_user("editor"))
    assert browser.post(staff.address(article, "link"), data).status_code == 302
    assert not ReviewLink.objects.exists()


def test_only_who_edits_there_makes_or_ends_links(made):
    article = made.link.article
    elsewhere = make_user("editor", category=make_category("Nơi khác"))
    for person in (article.created_by, elsewhere, make_user("account_admin")):
        browser = staff.browser(person)
        assert browser.post(staff.address(article, "link"), {"days": 3}).status_code == 404
        ended = browser.post(staff.address(article, "revoke"), {"lien_ket": made.link.pk})
        assert ended.status_code == 404
    assert ReviewLink.objects.get().revoked_at is None
    other = make_article(State.PENDING)
    browser = staff.browser(make_user("editor"))
    crossed = browser.post(staff.address(other, "revoke"), {"lien_ket": made.link.pk})
    assert crossed.status_code == 404
    page = staff.browser(article.created_by).get(staff.address(article, "history"))
    assert "Liên kết xem duyệt" not in page.content.decode()


def test_the_files_of_the_version_come_with_the_link_and_no_others(client):
    mine, other = make_attachment(), make_attachment(name="khac.pdf")
    article = make_article(State.PENDING, attachments=[mine.pk])
    made = review.make(article, make_user("editor"), 1)
    assert path(made, f"tep/{mine.pk}/") in client.get(path(made)).content.decode()
    response = client.get(path(made, f"tep/{mine.pk}/"))
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert client.get(path(made, f"tep/{other.pk}/")).status_code == 404
    review.revoke(made.link, made.link.made_by)
    assert client.get(path(made, f"tep/{mine.pk}/")).status_code == 404
    response.close()


def test_a_binned_draft_is_shown_to_nobody(client):
    article = make_draft()
    made = review.make(article, make_user("editor"), 1)
    move(article, "bin", make_user("editor"))
    assert client.get(path(made)).status_code == 410
