"""The screen of dead links: only those of articles in one's charge, and what is said of them."""

import pytest

from news.links import report
from news.links.models import Link
from tests import staff
from tests.factories import make_article, make_category, make_unit, move
from tests.linked import broken

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/news/article/lien-ket-hong/"
CSV = f"{SCREEN}csv/"


def press(client, link, said="bo-qua"):
    return client.post(SCREEN, {"muc": link.pk, "viec": said}, follow=True)


def test_dead_links_stand_under_their_articles(client, signed_in):
    signed_in("editor")
    link = broken(make_article(title="Bài có liên kết hỏng"))
    text = client.get(SCREEN).text
    for words in ("Bài có liên kết hỏng", "Nghị quyết số 5", link.address.url, "Mất rồi."):
        assert words in text
    assert staff.change(link.article) in text


def test_nothing_is_dead(client, signed_in):
    signed_in("editor")
    assert "Không có liên kết hỏng nào" in client.get(SCREEN).text
    assert "Chưa bỏ qua liên kết nào." in client.get(f"{SCREEN}?xem=bo-qua").text


def test_one_is_let_be_and_watched_again(client, signed_in):
    user = signed_in("editor")
    link = broken(make_article())
    press(client, link)
    assert link.address.url not in client.get(SCREEN).text
    text = client.get(f"{SCREEN}?xem=bo-qua").text
    assert link.address.url in text
    assert str(user) in text
    assert "không còn trong danh sách" in press(client, link).text
    press(client, link, "theo-doi")
    assert link.address.url in client.get(SCREEN).text


def test_only_articles_in_ones_charge_are_shown_and_changed(client, signed_in):
    own, other = make_unit(), make_unit("VPUB", name="Văn phòng")
    signed_in("editor", unit=own)
    mine, theirs = broken(make_article(unit=own)), broken(make_article(unit=other))
    for path in (SCREEN, CSV):
        text = b"".join(client.get(path)).decode()
        assert mine.address.url in text
        assert theirs.address.url not in text
    press(client, theirs)
    theirs.refresh_from_db()
    assert theirs.let_be_at is None


def test_a_contributor_sees_the_links_of_own_articles(client, signed_in):
    user = signed_in("contributor")
    mine, theirs = broken(make_article(user=user)), broken(make_article())
    text = client.get(SCREEN).text
    assert mine.address.url in text
    assert theirs.address.url not in text


@pytest.mark.parametrize("role", ["account_admin", "system_admin"])
def test_who_changes_no_article_sees_none(client, signed_in, role):
    signed_in(role)
    link = broken(make_article())
    assert client.get(SCREEN).status_code == 403
    assert client.get(CSV).status_code == 403
    assert press(client, link).status_code == 403


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 40, "\x00", "1 OR 1"])
def test_odd_forms_change_nothing(client, signed_in, number):
    signed_in("editor")
    broken(make_article())
    answer = client.post(SCREEN, {"muc": number, "viec": "bo-qua"})
    assert answer.status_code in (302, 404)
    assert client.post(SCREEN, {"muc": "1", "viec": "xoa"}).status_code == 404
    assert not Link.objects.exclude(let_be_at=None).exists()


def test_a_withdrawn_article_is_nobodys_task(client, signed_in):
    signed_in("editor")
    link = broken(make_article())
    move(link.article, "withdraw")
    assert link.address.url not in client.get(SCREEN).text


def test_the_file_cannot_be_taken_for_formulas(client, signed_in):
    signed_in("editor")
    link = broken(make_article())
    Link.objects.update(words='=HYPERLINK("x")')
    lines = b"".join(client.get(CSV)).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Số bài")
    assert "'=HYPERLINK" in lines[1]
    assert link.address.url in lines[1]


def test_the_report_asks_few_questions(client, signed_in, django_assert_max_num_queries):
    user = signed_in("editor")
    for _ in range(5):
        broken(make_article())
    with django_assert_max_num_queries(2):
        assert len(report.by_article(user, let_be=False)) == 5


def test_a_section_of_one_unit_only(client, signed_in):
    other, section = make_category(), make_category("Văn hoá")
    signed_in("editor", category=section)
    mine, theirs = (
        broken(make_article(category=section)),
        broken(make_article(category=other)),
    )
    text = client.get(SCREEN).text
    assert mine.address.url in text
    assert theirs.address.url not in text
