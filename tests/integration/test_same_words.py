"""Words that mean the same: what the search makes of them, and the screen that keeps them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article
from news.search import first_words, given, query, windows
from news.search.models import SameWords
from news.search.query import Narrowing, ranked
from news.site.models import SiteEvent
from news.text.question import ask
from tests import staff
from tests.factories import make_article, make_unit, make_user

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/site/portal/tu-dong-nghia/"


@pytest.fixture(autouse=True)
def forgetful():
    """Where the spans begin is remembered for minutes, longer than a test lives."""
    windows.forget()
    yield
    windows.forget()


@pytest.fixture
def office():
    """The browser of somebody who may."""
    return staff.browser(make_user("secretary"))


def typed(*phrases, **values) -> dict:
    """The form as a browser sends it."""
    lines = "\r\n".join(phrases)
    return {"base": "", "phrases": lines, "kind": "khac", "note": "", "luu": "1", **values}


def make_words(*phrases, **values) -> SameWords:
    """A group."""
    return SameWords.objects.create(phrases=list(phrases), kind="khac", **values)


def found(words: str) -> list[str]:
    """The titles of what is found, in order."""
    numbers = ranked(ask(words, given.same(words)), Narrowing()).numbers
    rows = Article.objects.in_bulk(numbers)
    return [rows[pk].title for pk in numbers]


def test_a_new_group_counts_from_the_next_search_on(office, client):
    make_article(title="Liên hoan cuối năm ở xã")
    assert "Liên hoan" not in client.get("/tim-kiem/?q=tất niên").text
    answer = office.post(SCREEN, typed("tất niên", "liên hoan cuối năm"))
    assert answer.status_code == 302
    assert found("tất niên") == found("tat nien") == ["Liên hoan cuối năm ở xã"]
    assert "<mark>Liên hoan cuối năm</mark>" in client.get("/tim-kiem/?q=tất niên").text
    row = SameWords.objects.get(keys__contains=["tat nien"])
    office.post(SCREEN, {"muc": row.pk, "viec": "xoa"})
    assert found("tất niên") == []


@pytest.mark.parametrize("words", ["Úy ban mẫu", "u\u0301y   ban mẫu", "UÝ BAN MẪU", "uy ban mau"])
def test_one_form_of_all_spellings(office, words):
    office.post(SCREEN, typed("UBMZ", "u\u0301y ban mẫu"))
    assert SameWords.objects.latest("pk").phrases == ["UBMZ", "úy ban mẫu"]
    make_article(title="UBMZ họp")
    assert found(words) == ["UBMZ họp"]


def test_the_search_asks_no_more_queries(client, django_assert_max_num_queries):
    make_unit("VHTT")
    make_article(title="UBND xã họp")
    with django_assert_max_num_queries(6):
        assert "1 bài có" in client.get("/tim-kiem/?q=uy ban nhan dan xa").text


def test_units_stand_in_their_order(client):
    for code, name in (("B", "Đoàn xã"), ("A", "Ban Văn hoá"), ("C", "Đội thuế")):
        make_unit(code, name=name)
    page = client.get("/tim-kiem/").text
    places = [page.index(f">{name}</option>") for name in ("Ban Văn hoá", "Đoàn xã", "Đội thuế")]
    assert places == sorted(places)


def test_old_and_new_names_of_places_find_each_other_but_not_each_old_one_the_other():
    make_article(title="Phố Lu thông xe cầu mới")
    make_article(title="Xã Bảo Thắng ra mắt tổ số")
    make_article(title="Xã Thái Niên được mùa")
    assert set(found("thị trấn Phố Lu")) >= {"Phố Lu thông xe cầu mới", "Xã Bảo Thắng ra mắt tổ số"}
    assert "Xã Thái Niên được mùa" not in found("thị trấn Phố Lu")
    assert set(found("xã Bảo Thắng")) >= {"Xã Thái Niên được mùa", "Phố Lu thông xe cầu mới"}
    assert "Phố Lu thông xe cầu mới" in found("xa bao thang")


def test_what_holds_the_very_words_is_not_crowded_out(monkeypatch):
    monkeypatch.setattr(query, "OF_ALL", 6)
    at = timezone.now() - timedelta(days=900)
    make_article(title="Mùa gặt sớm", body="<p>Bà con xã Sơn Hà gặt sớm.</p>", at=at)
    for number in range(8):
        make_article(title=f"Huyện Bảo Thắng: tin số {number} về xã Gia Phú")
    assert found("xã Sơn Hà")[:1] == ["Mùa gặt sớm"]
    assert len(found("xã Sơn Hà")) == 1


def test_first_words_are_made_once_and_what_people_did_stays():
    row = SameWords.objects.get(phrases=["UBND", "Ủy ban nhân dân"])
    SameWords.objects.filter(pk=row.pk).update(phrases=["UBND", "Ủy ban"])
    gone = SameWords.objects.get(phrases=["MTTQ", "Mặt trận Tổ quốc"])
    SameWords.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    before = SameWords.objects.count()
    first_words.put(SameWords)
    assert SameWords.objects.count() == before
    row.refresh_from_db()
    assert row.phrases == ["UBND", "Ủy ban"]
    assert found("mttq") == []


@pytest.mark.parametrize(
    ("phrases", "sentence"),
    [
        ((), "Cần ít nhất hai cách viết"),
        (("UBNDZ",), "Cần ít nhất hai cách viết"),
        (("UBNDZ", "ubndz"), "Dòng 2 trùng với dòng 1"),
        (("hoà thuận", "hòa  thuận"), "Dòng 2 trùng với dòng 1"),
        (("hoà thuận", "ho\u0300a thuận"), "Dòng 2 trùng với dòng 1"),
        (("xã", "phường mới"), "Dòng 1: “xã” có ở hầu hết các bài"),
        (("HU", "Huyện uỷ"), "Dòng 1: “HU” có ở hầu hết các bài"),
        (("UBNDZ", "của các xã"), "Dòng 2: “của các xã” có ở hầu hết"),
        (("UBNDZ", "* ? —"), "Dòng 2: “* ? —” không có chữ nào."),
        (("NQ25", "25-NQ/TW"), "là số văn bản hoặc ngày tháng"),
        (("Tết", "31/7/2023"), "là số văn bản hoặc ngày tháng"),
        (("UBNDZ", "chữ " * 9), "Dòng 2 quá dài"),
        (("UBNDZ", "x" * 61), "Dòng 2 quá dài"),
        (tuple(f"cách viết số một{n}" for n in range(9)), "Nhiều nhất 8 cách viết"),
        (("MTTQ", "mặt trận tổ quốc"), "Đã có nhóm này: “MTTQ = Mặt trận Tổ quốc”"),
        (("x" * 600, "y" * 600), "1000"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(office, phrases, sentence):
    before = SameWords.objects.count()
    answer = office.post(SCREEN, typed(*phrases))
    assert answer.status_code == 200
    assert sentence in answer.text
    assert all(line.strip()[:50] in answer.text for line in phrases)
    assert SameWords.objects.count() == before


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "sai"},
        {"kind": ""},
        {"note": "x" * 300},
        {"base": "gì đó"},
        {"phrases": "\x00"},
    ],
)
def test_strange_forms_change_nothing(office, values):
    before = SameWords.objects.count()
    answer = office.post(SCREEN, {**typed("UBNDZ", "Ủy ban mới"), **values})
    assert answer.status_code == 200
    assert SameWords.objects.count() == before


@pytest.mark.parametrize(
    "asked",
    ["?sua=x", "?sua=99999999999999999999", "?sua=-1", "?tim=%25_*&loai=x", "?cum=" + "é" * 900],
)
def test_strange_addresses_are_answered(office, asked):
    assert office.get(SCREEN + asked).status_code == 200


@pytest.mark.parametrize(
    "data", [{}, {"muc": "1"}, {"muc": "x", "viec": "xoa"}, {"viec": "len"}, {"muc": "9" * 30}]
)
def test_what_is_on_no_button_is_not_found(office, data):
    assert office.post(SCREEN, data).status_code == 404


def test_buttons_of_other_lists_do_nothing_here(office):
    row = make_words("UBNDZ", "Ủy ban mới")
    for what in ("len", "an", "hien", "xuong"):
        assert office.post(SCREEN, {"muc": row.pk, "viec": what}).status_code == 404


def test_who_changed_what_stands_in_the_record(office):
    office.post(SCREEN, typed("UBNDZ", "Ủy ban mới"))
    row = SameWords.objects.latest("pk")
    base = row.changed_at.isoformat()
    office.post(f"{SCREEN}?sua={row.pk}", typed("UBNDZ", "Ủy ban thử", base=base))
    for what in ("xoa", "lay-lai"):
        office.post(SCREEN, {"muc": row.pk, "viec": what})
    events = list(SiteEvent.objects.order_by("serial"))
    assert [event.action for event in events] == [
        *("same_added", "same_changed", "same_removed", "same_restored")
    ]
    assert events[1].before["phrases"] == ["UBNDZ", "Ủy ban mới"]
    assert events[1].after["phrases"] == ["UBNDZ", "Ủy ban thử"]
    assert "Thêm từ đồng nghĩa" in office.get("/quan-tri/site/portal/nhat-ky/").text


def test_what_another_changed_meanwhile_is_not_overwritten(office):
    row = make_words("UBNDZ", "Ủy ban mới")
    base = row.changed_at.isoformat()
    office.post(f"{SCREEN}?sua={row.pk}", typed("UBNDZ", "Ủy ban một", base=base))
    late = office.post(f"{SCREEN}?sua={row.pk}", typed("UBNDZ", "Ủy ban hai", base=base))
    assert "Người khác vừa sửa nhóm này" in late.text
    assert "Ủy ban hai" in late.text
    row.refresh_from_db()
    assert row.phrases == ["UBNDZ", "Ủy ban một"]


def test_the_list_is_searched_without_diacritics_and_by_kind(office):
    page = office.get(f"{SCREEN}?tim=pho lu").text
    assert "thị trấn Phố Lu" in page
    assert "Mặt trận Tổ quốc" not in page
    page = office.get(f"{SCREEN}?loai=dia-danh").text
    assert "tỉnh Yên Bái" in page
    assert "<span>UBND</span>" not in page
    assert "Không có nhóm nào như vậy" in office.get(f"{SCREEN}?tim=khongco").text


def test_a_phrase_in_two_groups_means_both_and_is_told(office):
    answer = office.post(SCREEN, typed("BTV", "biên tập viên"), follow=True)
    assert "có từ của nhóm này đứng cả ở nhóm “BTV = ban thường vụ”" in answer.text
    make_article(title="Ban thường vụ họp")
    make_article(title="Biên tập viên giỏi")
    assert set(found("btv")) == {"Ban thường vụ họp", "Biên tập viên giỏi"}


@pytest.mark.parametrize("role", ["contributor", "editor", "approver", "account_admin"])
def test_others_may_not(role):
    other = staff.browser(make_user(role))
    before = SameWords.objects.count()
    assert other.get(SCREEN).status_code == 403
    assert other.post(SCREEN, typed("UBNDZ", "Ủy ban mới")).status_code == 403
    row = SameWords.objects.first()
    assert other.post(SCREEN, {"muc": row.pk, "viec": "xoa"}).status_code == 403
    row.refresh_from_db()
    assert (row.removed_at, SameWords.objects.count()) == (None, before)


def test_a_role_for_one_unit_alone_may_not():
    someone = staff.browser(make_user("secretary", unit=make_unit("VHTT")))
    assert someone.post(SCREEN, typed("UBNDZ", "Ủy ban mới")).status_code == 403
    assert not SameWords.objects.filter(phrases__contains=["UBNDZ"]).exists()


def test_the_form_begins_with_what_a_report_names(office):
    page = office.get(f"{SCREEN}?cum=lịch cúp điện").text
    assert "lịch cúp điện\n" in page
