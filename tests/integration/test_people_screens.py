"""What the screens of accounts show to whom: the menu, the desk, lists and their filters."""

import pytest
from django.utils import timezone

from tests import staff
from tests.factories import assign, make_unit, make_user
from tests.factors import PROVE, give_app

pytestmark = pytest.mark.django_db
USERS = "/quan-tri/accounts/user/"
ASSIGNMENTS = "/quan-tri/news/assignment/"
LINES = ("Phân công", "Báo cáo tài khoản", "Nhật ký tài khoản")


@pytest.fixture
def nam():
    return make_user("account_admin", full_name="Hoàng Văn Nam")


def side(client, path="/quan-tri/") -> str:
    """The menu of a page."""
    return client.get(path).text.partition('<nav class="side"')[2].partition("</nav>")[0]


def test_the_lines_of_accounts_stand_together_and_only_for_who_manages_them(nam):
    menu = side(staff.browser(nam))
    places = [menu.index(f">{line}</a>") for line in ("Tài khoản", *LINES)]
    assert places == sorted(places)
    assert "Tin bài" not in menu[places[0] : places[-1]]
    other = side(staff.browser(make_user("editor")))
    assert not [line for line in LINES if line in other]


def test_who_must_have_a_second_factor_first_is_offered_nothing_else(nam):
    nam.factor_due_at = timezone.now()
    nam.save()
    menu = side(staff.browser(nam), "/tai-khoan/hai-buoc/")
    assert not [line for line in LINES if line in menu]
    assert "Xác minh hai bước" in menu


def test_an_administrators_desk_leads_to_the_work(nam):
    page = staff.browser(nam).get("/quan-tri/").text
    for path in (f"{USERS}add/", f"{USERS}nhap/", f"{USERS}bao-cao/", ASSIGNMENTS):
        assert f'href="{path}"' in page.partition("<main")[2]
    assert "Hãy chọn việc ở trình đơn" not in page


def test_a_search_that_finds_nobody_says_what_to_do(nam):
    page = staff.browser(nam).get(f"{USERS}?q=khongcoai").text
    assert "Không có ai hợp với điều kiện này" in page
    assert "Bỏ lọc" in page


def test_the_filters_of_a_list_keep_what_was_chosen(nam):
    make_user("editor", is_active=False, full_name="Tạ Văn Hùng")
    page = staff.browser(nam).get(f"{USERS}?tinh-trang=khoa&vai-tro=").text
    assert '<option value="khoa" selected>' in page
    assert "Tạ Văn Hùng" in page
    assert "Hoàng Văn Nam" not in page.partition('id="result_list"')[2]


def test_assignments_are_narrowed_by_role_and_unit(nam):
    unit = make_unit("TTVH")
    here, everywhere = make_user(full_name="Người Ở Đây"), make_user(full_name="Người Khắp Nơi")
    role = assign(here, "editor", unit=unit).role_id
    assign(everywhere, "contributor")
    client = staff.browser(nam)
    asked = {
        f"?don-vi={unit.pk}": (True, False),
        "?don-vi=0": (False, True),
        f"?vai-tro={role}": (True, False),
        "?vai-tro=&don-vi=": (True, True),
        "?vai-tro=x&don-vi=999999": (True, True),
    }
    for query, expected in asked.items():
        table = client.get(f"{ASSIGNMENTS}{query}").text.partition('id="result_list"')[2]
        assert ("Người Ở Đây" in table, "Người Khắp Nơi" in table) == expected, query


def test_an_assignment_is_taken_back_from_its_own_page(nam):
    row = assign(make_user(), "editor")
    page = staff.browser(nam).get(staff.change(row)).text
    assert f'href="{staff.address(row, "delete")}"' in page
    assert "related-widget" not in page
    above = assign(make_user(), "system_admin")
    page = staff.browser(nam).get(staff.change(above)).text
    assert "Bạn chỉ xem được phân công này" in page
    assert "_save" not in page


def test_a_new_account_without_a_name_gets_one_complaint_at_the_name(nam):
    answer = staff.browser(nam).post(f"{USERS}add/", {"full_name": "", "username": ""})
    form = answer.context["adminform"].form
    assert list(form.errors) == ["full_name"]


def test_a_code_is_asked_for_only_where_there_is_an_app():
    user = make_user("editor")
    client = staff.browser(user)
    assert "mã 6 số" not in client.get(PROVE).text
    give_app(user)
    assert "mã 6 số" in client.get(PROVE).text
