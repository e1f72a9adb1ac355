"""What is found, in which order, and what leaves the results."""

import re
import time
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.utils import timezone

from news import attachments, due, workflow
from news.models import Article, Category, State
from news.search import candidates, index, windows
from news.search.models import Document
from news.search.query import Narrowing, newest, ranked
from news.text.question import ask
from tests.factories import (
    make_article,
    make_attachment,
    make_author,
    make_category,
    make_draft,
    make_page,
    make_recording,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


def found(typed: str, same=(), **narrowing) -> list[str]:
    """The titles of what is found, in order."""
    result = ranked(ask(typed, same), Narrowing(**narrowing))
    rows = Article.objects.in_bulk(result.numbers)
    return [rows[pk].title for pk in result.numbers]


@pytest.fixture
def district():
    """Articles whose words look alike without their diacritics."""
    texts = {
        "Mô hình dân vận khéo ở Khe Vai": "<p>Tổ dân vận đến từng nhà.</p>",
        "Dẫn vốn về vùng cao": "<p>Ngân hàng dẫn vốn vào vùng cao.</p>",
        "Đảng bộ huyện họp thường kỳ": "<p>Nghị quyết 25-NQ/TW ngày 25/11/2013 về kĩ năng.</p>",
        "Thuỷ lợi nội đồng": "<p>Hoà Bình và nghị quyết số 26 -NQ/TW; 1.586 ý kiến.</p>",
        "Ông Nguyễn Quang Uý thăm xã": "<p>Ngày 31 tháng 7 năm 2023, ông Uý làm việc.</p>",
    }
    for number, (title, body) in enumerate(texts.items()):
        at = timezone.now() - timedelta(days=number + 1)
        make_article(title=title, body=body, summary="Tin của huyện.", at=at)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("dân vận khéo", "Mô hình dân vận khéo ở Khe Vai"),
        ("dan van kheo", "Mô hình dân vận khéo ở Khe Vai"),
        ("DÂN VẬN", "Mô hình dân vận khéo ở Khe Vai"),
        ("da\u0302n va\u0323\u0302n", "Mô hình dân vận khéo ở Khe Vai"),
        ("dân\u00a0vận\u200b khéo", "Mô hình dân vận khéo ở Khe Vai"),
        ("ĐẢNG BỘ", "Đảng bộ huyện họp thường kỳ"),
        ("dang bo", "Đảng bộ huyện họp thường kỳ"),
        ("thường kì", "Đảng bộ huyện họp thường kỳ"),
        ("kỹ năng", "Đảng bộ huyện họp thường kỳ"),
        ("25-NQ/TW", "Đảng bộ huyện họp thường kỳ"),
        ("25 -nq/tw", "Đảng bộ huyện họp thường kỳ"),
        ("nghi quyet 25", "Đảng bộ huyện họp thường kỳ"),
        ("26-NQ/TW", "Thuỷ lợi nội đồng"),
        ("thủy lợi", "Thuỷ lợi nội đồng"),
        ("hòa bình", "Thuỷ lợi nội đồng"),
        ("1586 ý kiến", "Thuỷ lợi nội đồng"),
        ("nguyen quang uy", "Ông Nguyễn Quang Uý thăm xã"),
        ("nguyễn quang úy", "Ông Nguyễn Quang Uý thăm xã"),
        ("31/7/2023", "Ông Nguyễn Quang Uý thăm xã"),
        ("31.07.2023", "Ông Nguyễn Quang Uý thăm xã"),
        ('"dân vận khéo"', "Mô hình dân vận khéo ở Khe Vai"),
        ("mô hình dân vận khéo ở Khe Vải", "Mô hình dân vận khéo ở Khe Vai"),
        ("họp thường kỳ đảng bộ tỉnh", "Đảng bộ huyện họp thường kỳ"),
    ],
)
def test_the_right_article_comes_first(district, typed, title):
    assert found(typed)[:1] == [title]


def test_diacritics_that_were_typed_are_meant(district):
    assert "Dẫn vốn về vùng cao" not in found("dân vận")
    assert found("25-NQ/TW") == ["Đảng bộ huyện họp thường kỳ"]


def test_a_phrase_in_quotes_is_exact(district):
    assert found('"vận dân"') == []
    assert found('"dan van"') == []
    assert found('"vùng cao"') == ["Dẫn vốn về vùng cao"]


def test_a_phrase_is_looked_for_in_the_newest_texts_and_in_every_title(monkeypatch):
    monkeypatch.setattr(candidates, "OPENED", 2)
    for number, text in enumerate(["cao vùng", "cao, vùng", "vùng cao", "vùng cao"]):
        title = "Điểm bưu điện vùng cao" if number == 3 else "Điểm bưu điện"
        at = timezone.now() - timedelta(days=1 + number)
        make_article(title=title, body=f"<p>{text}</p>", at=at)
    assert found('"vùng cao"') == ["Điểm bưu điện vùng cao"]
    monkeypatch.setattr(candidates, "OPENED", 3)
    assert len(found('"vùng cao"')) == 2


def test_what_means_the_same_is_found_by_either_name():
    make_article(title="Mặt trận Tổ quốc huyện giám sát")
    make_article(title="MTTQ xã ra mắt tổ tự quản")
    make_article(title="Mặt trời trên bản")
    same = [("MTTQ", "Mặt trận Tổ quốc")]
    for typed in ("mttq", "Mặt trận Tổ quốc", "mat tran to quoc"):
        assert set(found(typed, same)) == {
            "Mặt trận Tổ quốc huyện giám sát",
            "MTTQ xã ra mắt tổ tự quản",
        }
    assert found("mttq xã", same) == ["MTTQ xã ra mắt tổ tự quản"]


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "''", '"', '""', "\\", "a'b\\c", "& | ! ( ) <-> :*", "\x00", "\ud800", "%", "_"),
        *("x" * 5000, "a " * 3000, "'; DROP TABLE news_article; --", "25-", "-/-", "đ", "é:A"),
        *("31/02/2023", "99/99/9999", "“ ” «", "🙂", "中文", "\u0301\u0301", "n:25 d:2023 t:a_b"),
    ],
)
def test_nothing_typed_breaks_a_search(district, typed):
    assert isinstance(found(typed), list)
    assert isinstance(newest(ask(typed), Narrowing(), 5).numbers, list)


def test_long_questions_are_cut():
    assert len(ask("đường " * 100).words) == 16
    assert ask("đường " * 100).cut
    assert not ask("đường liên xã").cut


def test_sections_units_and_times_narrow_the_results():
    culture, unit = make_category("Văn hoá"), make_unit("VHTT")
    day = timezone.now() - timedelta(days=40)
    make_article(title="Lễ hội cũ", category=culture, unit=unit, at=day)
    make_article(title="Lễ hội mới", category=make_category("Kinh tế"))
    assert set(found("lễ hội")) == {"Lễ hội cũ", "Lễ hội mới"}
    assert found("lễ hội", categories=(culture.pk,)) == ["Lễ hội cũ"]
    assert found("lễ hội", unit=unit.pk) == ["Lễ hội cũ"]
    assert found("lễ hội", since=day + timedelta(days=1)) == ["Lễ hội mới"]
    assert found("lễ hội", before=day + timedelta(days=1)) == ["Lễ hội cũ"]


def test_authors_narrow_the_results_by_number_and_by_name():
    thanh, van = make_author("Lê Trung Thành"), make_author("Lý Thị Thành Vân")
    make_article(title="Lễ hội một", author_id=thanh.pk)
    make_article(title="Lễ hội hai", author_id=van.pk, co_authors=[thanh.pk])
    make_article(title="Lễ hội ba", byline="Trần Lê, Trung Thành Công")
    assert set(found("lễ hội", author=thanh.pk)) == {"Lễ hội một", "Lễ hội hai"}
    assert found("lễ hội", author=van.pk) == ["Lễ hội hai"]
    for name in ("Lê Trung Thành", "le trung thanh", "LÊ TRUNG THÀNH"):
        assert set(found("lễ hội", signed=name)) == {"Lễ hội một", "Lễ hội hai"}
    assert found("lễ hội", signed="Lê Trung Thánh") == []
    assert set(found("lễ hội", signed="Lê Trung Thành - BTGHU")) == {"Lễ hội một", "Lễ hội hai"}
    assert found("lễ hội", signed="tran le") == ["Lễ hội ba"]


def test_kinds_of_text_narrow_the_results():
    make_article(title="Lễ hội một")
    make_article(title="Lễ hội hai", attachments=[make_attachment().pk])
    make_article(title="Lễ hội ba", audio_id=make_recording().pk)
    make_page(title="Lễ hội bốn")
    assert found("lễ hội", kind="tep") == ["Lễ hội hai"]
    assert found("lễ hội", kind="ban-nghe") == ["Lễ hội ba"]
    assert found("lễ hội", kind="trang") == ["Lễ hội bốn"]
    assert len(found("lễ hội", kind="tin")) == 3


def test_only_what_is_public_is_found():
    draft = make_draft(title="Bài cần tìm")
    assert found("bài cần tìm") == []
    for action in ("submit", "receive", "propose", "approve"):
        move(draft, action)
    assert found("bài cần tìm") == []
    move(draft, "publish")
    assert found("bài cần tìm") == ["Bài cần tìm"]
    Article.objects.filter(pk=draft.pk).update(expires_at=timezone.now())
    assert found("bài cần tìm") == []
    Article.objects.filter(pk=draft.pk).update(expires_at=None)
    move(draft, "withdraw")
    assert found("bài cần tìm") == []
    assert not Document.objects.exists()
    move(draft, "republish")
    assert found("bài cần tìm") == ["Bài cần tìm"]


def test_what_is_scheduled_is_found_at_its_moment():
    soon = timezone.now() + timedelta(minutes=5)
    article = make_article(title="Tin hẹn giờ", at=soon)
    assert found("tin hẹn giờ") == []
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    Document.objects.update(published_at=timezone.now())
    assert found("tin hẹn giờ") == ["Tin hẹn giờ"]


def test_words_of_a_new_version_count_when_it_is_published():
    article = make_article(title="Tên cũ của bài")
    editor = make_user("editor")
    workflow.save(article, {"title": "Nhan đề mới"}, editor, base=1)
    article.refresh_from_db()
    assert found("nhan đề mới") == []
    move(article, "submit", editor)
    for action in ("receive", "propose", "approve", "publish"):
        move(article, action)
    assert found("nhan đề mới") == ["Nhan đề mới"]
    assert found("tên cũ của bài") == []


def test_a_publication_that_fails_leaves_no_trace(monkeypatch):
    article = make_article(State.APPROVED)

    def break_down(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("news.workflow.moves.record.write", break_down)
    with pytest.raises(RuntimeError):
        move(article, "publish")
    assert not Document.objects.exists()


def test_pages_by_date_follow_each_other_without_gap_or_double():
    at = timezone.now() - timedelta(days=1)
    for number in range(7):
        make_article(title=f"Đường số {number}", at=at - timedelta(hours=number // 2))
    seen, after = [], None
    while True:
        page = newest(ask("đường"), Narrowing(), 3, after)
        seen += page.numbers
        if not page.more:
            break
        last = Article.objects.get(pk=page.numbers[-1])
        after = (last.published_at, last.pk)
    rows = Article.objects.newest_first().values_list("pk", flat=True)
    assert seen == list(rows)


def test_old_matches_are_found_behind_many_new_ones(monkeypatch):
    monkeypatch.setattr(windows, "NEAR", 2)
    monkeypatch.setattr(windows, "FAR", 4)
    for months in range(8):
        make_article(title=f"Bài {months}", at=timezone.now() - timedelta(days=40 * months + 1))
    assert len(windows.of(timezone.now())) == 3
    assert len(found("bài")) == 8
    assert found("bài 7") == ["Bài 7"]
    assert len(found("bài", since=timezone.now() - timedelta(days=130))) == 4


def test_reindex_makes_what_is_missing_and_drops_what_is_left_over(capsys):
    article, other = make_article(title="Bài thứ nhất"), make_article(title="Bài thứ hai")
    Document.objects.filter(pk=article.pk).delete()
    Article.objects.filter(pk=other.pk).update(withdrawn_at=timezone.now(), state=State.WITHDRAWN)
    call_command("reindex", verbosity=0)
    assert list(Document.objects.values_list("pk", flat=True)) == [article.pk]
    assert found("bài thứ nhất") == ["Bài thứ nhất"]


def test_other_rules_make_all_rows_anew(monkeypatch):
    make_article()
    monkeypatch.setattr(index, "RULES", index.RULES + 1)
    monkeypatch.setitem(index._rest, "until", 0.0)
    assert due.everything()["search rows"] == 1
    assert due.everything()["search rows"] == 0


def test_a_renamed_file_is_found_by_its_new_name_only():
    file = make_attachment(title="Mẫu đơn cũ")
    make_article(title="Bài thứ nhất", attachments=[file.pk])
    make_article(title="Bài thứ hai", attachments=[make_attachment(title="Mẫu đơn cũ").pk])
    attachments.rename(file, "Tờ khai mới", make_user("editor"))
    assert found("tờ khai mới") == ["Bài thứ nhất"]
    assert found("mẫu đơn cũ") == ["Bài thứ hai"]


def test_many_articles_with_a_renamed_file_follow_by_the_clock(monkeypatch):
    monkeypatch.setattr(attachments, "AT_ONCE", 1)
    monkeypatch.setitem(index._rest, "until", time.monotonic() + 60)
    file = make_attachment(title="Mẫu đơn cũ")
    for number in range(3):
        make_article(title=f"Bài {number}", attachments=[file.pk])
    attachments.rename(file, "Tờ khai mới", make_user("editor"))
    assert len(found("tờ khai mới")) == 1
    assert len(found("mẫu đơn cũ")) == 2
    assert due.everything()["search rows"] == 2
    assert len(found("tờ khai mới")) == 3


def test_a_renaming_that_fails_leaves_the_rows_as_they_were(monkeypatch):
    file = make_attachment(title="Mẫu đơn cũ")
    make_article(title="Bài", attachments=[file.pk])
    monkeypatch.setattr(index, "retitled", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        attachments.rename(file, "Tờ khai mới", make_user("editor"))
    assert found("mẫu đơn cũ") == ["Bài"]
    assert type(file).objects.get().title == "Mẫu đơn cũ"


def test_other_names_of_section_unit_and_author_change_no_filter():
    section, unit = make_category("Văn hoá"), make_unit("VHTT", short_name="VHTT")
    author = make_author("Trần Thị Cũ", unit=unit)
    make_article(title="Lễ hội", category=section, unit=unit, author_id=author.pk)
    Category.objects.filter(pk=section.pk).update(name="Du lịch", slug="du-lich")
    type(unit).objects.filter(pk=unit.pk).update(name="Sở mới", short_name="SM", code="SM")
    type(author).objects.filter(pk=author.pk).update(full_name="Trần Thị Mới")
    narrowed = {"categories": (section.pk,), "unit": unit.pk, "author": author.pk}
    assert found("lễ hội", **narrowed) == ["Lễ hội"]
    # Readers see the signature as it was written, and so it is found.
    assert found('"trần thị cũ"') == found("lễ hội", signed="Trần Thị Cũ") == ["Lễ hội"]
    assert found('"trần thị mới"') == []


def test_reindex_goes_on_from_where_it_was_stopped(monkeypatch, capsys):
    for number in range(5):
        make_article(title=f"Bài {number}")
    Document.objects.all().delete()
    monkeypatch.setattr(index, "BATCH", 2)
    make, calls = index.make, []

    def stopped(numbers):
        calls.append(numbers)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return make(numbers)

    monkeypatch.setattr(index, "make", stopped)
    call_command("reindex")
    told = capsys.readouterr()
    assert "Đã dừng. Làm tiếp bằng: manage.py reindex" in told.out
    assert "2/5" in told.err
    assert len(found("bài")) == 2
    call_command("reindex")
    assert sorted(number for call in calls[2:] for number in call) == sorted(
        set(Article.objects.values_list("pk", flat=True)) - set(calls[0])
    )
    assert len(found("bài")) == 5


def test_reindexing_everything_says_how_to_go_on(monkeypatch, capsys):
    rows = [make_article(title=f"Bài {number}").pk for number in range(5)]
    monkeypatch.setattr(index, "BATCH", 2)
    make, calls = index.make, []

    def stopped(numbers):
        calls.append(numbers)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return make(numbers)

    monkeypatch.setattr(index, "make", stopped)
    call_command("reindex", all=True)
    again = re.search(r"reindex --all --after (\d+)", capsys.readouterr().out)
    assert int(again[1]) == rows[1]
    call_command("reindex", all=True, after=int(again[1]), verbosity=0)
    assert calls[2:] == [rows[2:4], rows[4:]]


def test_what_is_published_and_withdrawn_while_rows_are_made_stays_right(monkeypatch):
    first, gone = make_article(title="Bài cũ"), make_article(title="Bài sẽ gỡ")
    late, make = make_draft(title="Bài đăng giữa chừng"), index.make
    Document.objects.update(rules=index.STALE)
    monkeypatch.setattr(index, "BATCH", 1)

    def beside(numbers):
        if not Article.objects.filter(published_version=1, pk=late.pk).exists():
            for action in ("submit", "receive", "propose", "approve", "publish"):
                move(late, action)
            move(gone, "withdraw")
        assert found("bài đăng giữa chừng") == ["Bài đăng giữa chừng"]
        return make(numbers)

    monkeypatch.setattr(index, "make", beside)
    call_command("reindex", verbosity=0)
    rows = Document.objects.filter(rules=index.RULES).values_list("pk", flat=True)
    assert set(rows) == {first.pk, late.pk}
    assert Document.objects.count() == 2


def test_a_very_long_article_has_a_row():
    make_article(title="Bài dài", body="<p>" + " ".join(f"từ{n}" for n in range(30_000)) + "</p>")
    assert found("từ15000") == ["Bài dài"]
