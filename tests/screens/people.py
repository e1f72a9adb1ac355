"""The screens of those who manage accounts."""

from news.authors.models import Unit
from news.models import Assignment
from tests.screens.album import Screen
from tests.screens.looks import KEY, MANUAL, PRINTED, WIDTHS
from tests.screens.stage import LONG_NAME, account, at, of, someone

USERS = "/quan-tri/accounts/user/"
ASSIGNMENTS = "/quan-tri/news/assignment/"
LONG = "a" * 60
SHEET = f"""Họ và tên;Tên đăng nhập;Thư điện tử;Vai trò;Mã đơn vị
{LONG_NAME};;;Cộng tác viên;TTVH
Phạm Thị Lan;nguoi.1;;Biên tập viên;BTGHU
Đỗ Văn Sai;;;Chủ tịch;
;khong.ten;;Cộng tác viên;
Lý Seo Chúng;;seo.chung@baothang.example;Cộng tác viên;KHONGCO
Vi Thị Hồng;;;Cộng tác viên;BTGHU
"""


def _new(refused=False):
    def steps(stage):
        stage.go(f"{USERS}add/")
        if refused:
            stage.fill(email="không phải thư")
            stage.press("Lưu")

    return steps


def _slip(stage):
    stage.go(account("chua.dung", "code"))
    stage.press("In phiếu")


def _looked_at(stage):
    stage.go(f"{USERS}nhap/")
    file = {"name": "ds.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    stage.page.locator("[name=tep]").set_input_files(file)
    stage.press("Kiểm tra")


def _slips(stage):
    _looked_at(stage)
    stage.page.get_by_label("Bỏ qua dòng lỗi").check()
    stage.press("Đồng ý")


def _import_refused(stage):
    stage.go(f"{USERS}nhap/")
    stage.press("Kiểm tra")


def _without_reason(stage):
    stage.go(account("nguoi.1", "lock"))
    stage.press("Khoá tài khoản")


def _move(stage):
    stage.go(account(LONG, "unit"))
    stage.page.locator("[name=joined]").select_option(str(Unit.objects.get(code="BTGHU").pk))
    stage.press("Xem sẽ thay đổi gì")


def _hand_over(stage):
    stage.go(account(LONG, "leave"))
    stage.page.locator("[name=to]").select_option(index=1)
    stage.fill(reason="Chuyển công tác về Sở Văn hoá, Thể thao và Du lịch")
    stage.press("Xem sẽ bàn giao gì")


def _ask_to_take_off(stage):
    stage.go(account("hai.buoc", "factors"))
    stage.fill(reason="Mất điện thoại ngày 12/3, đã gọi lại số cơ quan.")
    stage.press("Xin gỡ")


def _checked(stage):
    stage.go(f"{USERS}nhat-ky/")
    stage.press("Kiểm tra")


def _roleless(stage):
    Assignment.objects.filter(user=someone("nguoi.5")).delete()
    stage.go(account("nguoi.5"))


def _take(stage):
    stage.go(f"{ASSIGNMENTS}{someone('nguoi.4').assignments.get().pk}/delete/")


ON_PAPER = {"SITE_URL": "https://baothang.example"}
WHO, SECOND = "account_admin", "quan.tri.hai"
SCREENS = [
    Screen("ban-lam-viec-quan-tri", WHO, at("/quan-tri/"), KEY),
    Screen("danh-sach", WHO, at(USERS), KEY),
    Screen(
        "danh-sach-loc",
        WHO,
        at(f"{USERS}?tinh-trang=thieu-xac-minh&q=h"),
        (*WIDTHS, MANUAL),
    ),
    Screen("danh-sach-khong-thay", WHO, at(f"{USERS}?q=khongcoai")),
    Screen("tao-tai-khoan", WHO, _new()),
    Screen("tao-tai-khoan-loi", WHO, _new(refused=True)),
    Screen("cap-ma", WHO, of("chua.dung", "code")),
    Screen("cap-ma-quen-mat-khau", WHO, of("nguoi.1", "code"), settings={"MAIL": True}),
    Screen("phieu", WHO, _slip, (*PRINTED, "360-toi", MANUAL), ON_PAPER),
    Screen("nhap-danh-sach", WHO, at(f"{USERS}nhap/")),
    Screen("nhap-danh-sach-thieu-tep", WHO, _import_refused),
    Screen("nhap-danh-sach-xem-truoc", WHO, _looked_at, (*KEY,)),
    Screen("nhap-danh-sach-phieu", WHO, _slips, (*PRINTED,)),
    Screen("tai-khoan", WHO, of(LONG, "change"), KEY),
    Screen("tai-khoan-da-khoa", WHO, of("da.khoa", "change")),
    Screen("tai-khoan-chua-co-vai-tro", WHO, _roleless),
    Screen("tai-khoan-cap-tren", WHO, of("quantri", "change")),
    Screen("tai-khoan-ngoai-quyen", WHO, of("quantri", "lock")),
    Screen("khoa", WHO, of("nguoi.1", "lock"), (*WIDTHS, MANUAL)),
    Screen("khoa-thieu-ly-do", WHO, _without_reason),
    Screen("mo-khoa", WHO, of("da.khoa", "unlock")),
    Screen("chuyen-don-vi", WHO, _move),
    Screen("chuyen-don-vi-khong-co", WHO, of("mot.buoc", "unit")),
    Screen("ban-giao", WHO, of(LONG, "leave")),
    Screen("ban-giao-xem-truoc", WHO, _hand_over),
    Screen("mat-thiet-bi", WHO, of("khoa.truy.cap", "factors")),
    Screen("mat-thiet-bi-da-xin", WHO, _ask_to_take_off),
    Screen("mat-thiet-bi-yeu-cau", SECOND, at(f"{USERS}yeu-cau-hai-buoc/")),
    Screen("mat-thiet-bi-quyet-dinh", SECOND, of("hai.buoc", "factors")),
    Screen("mat-thiet-bi-khong-co", "system_admin", of("mot.buoc", "factors")),
    Screen("nhat-ky", "system_admin", at(f"{USERS}nhat-ky/"), KEY),
    Screen("nhat-ky-kiem-tra", "system_admin", _checked),
    Screen("viec-nen-bi-loi", "system_admin", at("/quan-tri/site/portal/viec-nen-bi-loi/"), KEY),
    Screen("lien-ket-hong", "editor", at("/quan-tri/news/article/lien-ket-hong/"), KEY),
    Screen("nhat-ky-khong-thay", WHO, at(f"{USERS}nhat-ky/?nguoi=khongcoai")),
    Screen("bao-cao", WHO, at(f"{USERS}bao-cao/"), KEY),
    Screen("phan-cong", WHO, at(ASSIGNMENTS)),
    Screen("phan-cong-them", WHO, at(f"{ASSIGNMENTS}add/")),
    Screen("phan-cong-thu", WHO, _take),
]
