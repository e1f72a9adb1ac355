"""How the staff find articles: whatever stands in the newest version, by whoever may see it."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from news import attachments, due, relating, workflow
from news.finding import index
from news.finding.models import Newest
from news.models import Article, State
from news.rights import visible
from news.search.bounded import TooSlow
from tests import staff
from tests.factories import (
    colleague,
    make_article,
    make_attachment,
    make_author,
    make_category,
    make_draft,
    make_unit,
    make_user,
    move,
)
from tests.integration.test_search_safety import TYPED

pytestmark = pytest.mark.django_db
LIST = staff.ARTICLES


def found(user, words: str, **more) -> list[str]:
    """The titles of the list's rows, in order."""
    answer = staff.browser(user).get(LIST, {"q": words, **more})
    assert answer.status_code == 200
    return [row.title for row in answer.context["cl"].result_list]


@pytest.fixture
def draft():
    """A draft with everything that it may be found by."""
    return make_draft(
        title="Mô hình dân vận khéo",
        summary="Tóm tắt về Khe Vai.",
        body="<p>Theo Quyết định số 759/QĐ-UBND, tổ tự quản đến <b>từng</b> nhà.</p>",
        author_id=make_author("Lê Trung Thành").pk,
        tags=["nông thôn mới"],
        attachments=[make_attachment(title="Biểu mẫu kê khai").pk],
    )


@pytest.mark.parametrize(
    "words",
    [
        *("dân vận khéo", "dan van kheo", "DÂN VẬN", "khe vai", "tự quản", "tu quan", "từng nhà"),
        *("759/QĐ-UBND", "759 -qđ-ubnd", "Lê Trung Thành", "le trung thanh", "nông thôn mới"),
        *("biểu mẫu kê khai", '"dân vận khéo"', "tự quản dân vận", "dân vận kh", "tu qua"),
    ],
)
def test_a_draft_is_found_by_all_that_stands_in_it(draft, words):
    make_draft(title="Dẫn vốn", summary="Không số.", body="<p>Không số.</p>")
    assert found(colleague("secretary"), words) == [draft.title]
    assert found(colleague("secretary"), str(draft.pk)) == [draft.title]


def test_words_that_were_typed_with_diacritics_are_meant_so(draft):
    assert found(colleague("secretary"), '"dan van"') == []
    assert found(colleague("secretary"), "hội nghị") == []
    make_draft(title="Đoàn thăm xã")
    make_draft(title="Đoan Hùng tham quan")
    assert found(colleague("secretary"), "đoàn") == ["Đoàn thăm xã"]


def test_an_article_is_found_by_what_citizens_read_and_by_its_newest_version():
    article, editor = make_article(title="Tên cũ của bài"), make_user("editor")
    assert not Newest.objects.exists()
    workflow.save(article, {"title": "Nhan đề mới"}, editor, base=1)
    for words in ("tên cũ", "nhan đề mới"):
        assert found(editor, words) == ["Tên cũ của bài"]
    article.refresh_from_db()
    move(article, "submit", editor)
    for action in ("receive", "propose", "approve", "publish"):
        move(article, action)
    assert found(editor, "tên cũ của bài") == []
    assert found(editor, "nhan đề mới") == ["Nhan đề mới"]
    assert not Newest.objects.exists()
    move(article, "withdraw")
    assert found(editor, "nhan đề mới") == ["Nhan đề mới"]


def test_what_has_expired_or_lies_in_the_bin_is_found_where_its_list_is():
    article = make_article(title="Lễ hội một")
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now())
    draft = make_draft(title="Lễ hội hai")
    move(draft, "bin", draft.created_by)
    chief = colleague("secretary")
    assert found(chief, "lễ hội") == ["Lễ hội một"]
    assert found(chief, "lễ hội", **{"trang-thai": "thung-rac"}) == ["Lễ hội hai"]


def test_nobody_finds_what_they_may_not_see(draft):
    other, writer = make_user("contributor"), draft.created_by
    for words in ("dân vận khéo", "dân", "759/QĐ-UBND", str(draft.pk), "Lê Trung Thành"):
        answer = staff.browser(other).get(LIST, {"q": words})
        assert answer.context["cl"].result_count == 0
        assert "dân vận khéo" not in re.sub(r'value="[^"]*"', "", answer.text)
        assert found(writer, words) == [draft.title]
    assert relating.found(other, "dân vận") == []


def test_rights_by_unit_and_section_hold_in_a_search():
    here, there = make_unit("VHTT"), make_unit("BTGHU")
    section = make_category("Văn hoá")
    other = make_category("Kinh tế")
    make_draft(title="Lễ hội một", unit=here, category=other)
    make_draft(title="Lễ hội hai", unit=there, category=other)
    make_article(title="Lễ hội ba", unit=here, category=section)
    assert set(found(make_user("editor", unit=here), "lễ hội")) == {"Lễ hội một", "Lễ hội ba"}
    assert found(make_user("editor", category=section), "lễ hội") == ["Lễ hội ba"]


def test_every_person_finds_just_what_their_list_holds():
    units, sections = [make_unit("VHTT"), make_unit("BTGHU")], [make_category("A"), make_category()]
    people = [make_user("contributor", unit=units[0]), make_user("contributor")]
    for number in range(8):
        place = {"unit": units[number % 2], "category": sections[number // 2 % 2]}
        make_draft(people[number % 2], title=f"Đường số {number}", **place)
    people += [make_user("editor", unit=units[1]), make_user("editor", category=sections[0])]
    for user in people:
        held = set(visible(user).values_list("title", flat=True))
        assert set(found(user, "đường")) == held


def test_filters_and_order_hold_in_a_search():
    section = make_category("Văn hoá")
    for number, at in enumerate((3, 1, 2)):
        row = make_draft(title=f"Lễ hội {number}", category=section)
        moment = timezone.now() - timedelta(days=at)
        Article.objects.filter(pk=row.pk).update(updated_at=moment)
    make_draft(title="Lễ hội khác", category=make_category("Kinh tế"))
    rows = found(colleague("secretary"), "lễ hội", **{"chuyen-muc": "van-hoa"})
    assert rows == ["Lễ hội 1", "Lễ hội 2", "Lễ hội 0"]
    assert found(colleague("secretary"), "lễ hội", **{"trang-thai": "published"}) == []


def test_the_chooser_of_related_articles_finds_by_the_text():
    article = make_article(title="Bài một", body="<p>Chuyện ở bản Nậm Trang.</p>")
    make_draft(title="Bài hai", body="<p>Chuyện ở bản Nậm Trang.</p>")
    user = make_user("contributor")
    for words in ("nậm trang", "nam tra", "Bài một"):
        assert [row.pk for row in relating.found(user, words)] == [article.pk]


def test_a_page_of_results_costs_few_queries(draft, django_assert_max_num_queries):
    browser = staff.browser(colleague("secretary"))
    for number in range(60):
        make_draft(title=f"Đường số {number}")
    browser.get(LIST)
    with django_assert_max_num_queries(200) as plain:
        browser.get(LIST)
    with django_assert_max_num_queries(len(plain) + 3):
        browser.get(LIST, {"q": "đường số"})
    with django_assert_max_num_queries(len(plain) + 3):
        browser.get(LIST, {"q": "không có bài nào"})


def test_many_hits_are_found_in_the_order_of_the_list(monkeypatch):
    monkeypatch.setattr("news.finding.query.FEW", 2)
    mine, other = make_user("contributor"), make_user("contributor")
    rows = [make_draft((mine, other)[n % 2], title=f"Đường số {n}") for n in range(6)]
    assert found(mine, "đường số") == ["Đường số 4", "Đường số 2", "Đường số 0"]
    assert found(other, "duong") == ["Đường số 5", "Đường số 3", "Đường số 1"]
    assert found(mine, str(rows[1].pk)) == []
    assert found(mine, "đường", **{"trang-thai": "khong-co"}) == []
    assert found(mine, "đường", **{"don-vi": "khong-co"}) == []


def test_a_search_that_takes_too_long_is_said(draft, monkeypatch):
    def slow(*args, **kwargs):
        raise TooSlow

    monkeypatch.setattr("news.finding.query._run", slow)
    answer = staff.browser(colleague("secretary")).get(LIST, {"q": "dân vận"})
    assert "Lời tìm này quá rộng" in answer.text
    assert answer.context["cl"].result_count == 0
    assert relating.found(colleague("secretary"), "dân vận") == []


@pytest.mark.parametrize("typed", TYPED[::3], ids=range(len(TYPED[::3])))
def test_nothing_typed_breaks_the_list(draft, typed):
    sent = typed.encode("utf-8", "replace").decode()
    answer = staff.browser(colleague("secretary")).get(LIST, {"q": sent})
    assert answer.status_code == (400 if "\x00" in typed else 200)


def test_reindex_makes_rows_of_old_drafts_and_drops_what_is_left_over(draft, capsys):
    settled = make_article(title="Bài đã đăng")
    Newest.objects.all().delete()
    Newest.objects.create(article=settled, version=1, rules=1, vector="")
    call_command("reindex")
    assert "Đã lập mục cho 1 bài, bỏ 1 mục thừa." in capsys.readouterr().out
    assert list(Newest.objects.values_list("pk", flat=True)) == [draft.pk]
    assert found(colleague("secretary"), "khe vai") == [draft.title]


def test_the_clock_makes_rows_that_are_missing_or_of_another_version(draft, monkeypatch):
    monkeypatch.setitem(index._rest, "until", 0.0)
    Newest.objects.update(version=0)
    assert due.everything()["search rows"] == 1
    assert Newest.objects.get().version == 1
    assert due.everything()["search rows"] == 0


def test_a_draft_is_found_by_the_new_name_of_its_file(draft):
    file = type(draft).objects.get(pk=draft.pk).attachments[0]
    file = attachments.Attachment.objects.get(pk=file)
    attachments.rename(file, "Tờ khai mới", draft.created_by)
    assert found(draft.created_by, "tờ khai mới") == [draft.title]
    assert found(draft.created_by, "biểu mẫu kê khai") == []


def test_a_save_that_fails_leaves_the_row_as_it_was(draft, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("news.workflow.moves.finding.put", break_down)
    with pytest.raises(RuntimeError):
        workflow.save(draft, {"title": "Tên khác"}, draft.created_by, base=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM finding_newest WHERE version = 1")
        assert cursor.fetchone() == (1,)
    assert Article.objects.get(pk=draft.pk).state == State.DRAFT
