"""The screens of who is not signed in yet: the doors, a refusal, the second step, a password."""

from accounts import codes, resetting
from tests.factories import PASSWORD
from tests.factors import give_app
from tests.screens.album import Screen
from tests.screens.looks import KEY, MANUAL
from tests.screens.stage import at, someone

SIGN_IN = "/dang-nhap/"
ALL_DOORS = {"OIDC_ISSUER": "https://sso.tinh.example", "OIDC_NAME": "tài khoản của tỉnh Lào Cai"}
MAIL = {"MAIL": True}
# Milliseconds until the page says how strong a password is.
SAID_AFTER = 400
GOOD, WEAK = "con mèo ngồi trên mái nhà", "Bảo Thắng 2023"


def _wrong(stage):
    stage.sign_in("nguoi.1", "không phải")


def _slowed(stage):
    for _ in range(6):
        stage.sign_in("nguoi.2", "không phải")


def _second_step(username):
    return lambda stage: stage.sign_in(username, PASSWORD)


def _by_recovery(stage):
    stage.sign_in("hai.buoc", PASSWORD)
    stage.go("/xac-minh/?cach=khoi-phuc")


def _wrong_code(stage):
    give_app(someone("nguoi.3"))
    stage.sign_in("nguoi.3", PASSWORD)
    stage.fill(code="000000")
    stage.press("Tiếp tục")


def _by_link(typed="", send=False):
    def steps(stage):
        number, token = resetting.link_parts(someone("nguoi.4"))
        stage.go(f"/quen-mat-khau/{number}/{token}/")
        stage.fill(new_password1=typed)
        stage.page.wait_for_timeout(SAID_AFTER)
        if send:
            stage.fill(new_password2=typed)
            stage.press("Lưu và đăng nhập")

    return steps


def _asked(stage):
    stage.go("/quen-mat-khau/")
    stage.fill(who="nguoi.5")
    stage.press("Gửi đường dẫn")


def _by_code(stage):
    stage.go(f"/ma-mot-lan/#nguoi.5/{codes.make(someone('nguoi.5'), 'password')}")


def _after_code(stage):
    _by_code(stage)
    stage.press("Tiếp tục")


def _code_refused(stage):
    stage.go("/ma-mot-lan/")
    stage.fill(username="nguoi.5", code="AAAA-AAAA-AAAA-AAAA")
    stage.press("Tiếp tục")


SCREENS = [
    Screen("dang-nhap", "", at(SIGN_IN), KEY),
    Screen("dang-nhap-moi-cach", "", at(SIGN_IN), (*KEY, MANUAL), ALL_DOORS | MAIL),
    Screen("dang-nhap-sai", "", _wrong, ("360", "1280", "360-toi")),
    Screen("dang-nhap-phai-doi", "", _slowed),
    Screen("lien-thong-hong", "", at(f"{SIGN_IN}lien-thong/ve/"), settings=ALL_DOORS),
    Screen("buoc-hai-ung-dung", "", _second_step("hai.buoc"), KEY),
    Screen("buoc-hai-khoa-truy-cap", "", _second_step("khoa.truy.cap")),
    Screen("buoc-hai-ma-khoi-phuc", "", _by_recovery),
    Screen("buoc-hai-sai", "", _wrong_code),
    Screen("quen-mat-khau", "", at("/quen-mat-khau/"), settings=MAIL),
    Screen("quen-mat-khau-da-gui", "", _asked, settings=MAIL),
    Screen("quen-mat-khau-khong-co-thu", "", at("/quen-mat-khau/")),
    Screen("duong-dan-het-dung", "", at("/quen-mat-khau/MQ/a-b/")),
    Screen("ma-mot-lan", "", _by_code),
    Screen("ma-mot-lan-sai", "", _code_refused),
    Screen("chon-mat-khau-manh", "", _by_link(GOOD), ("360", "1280", "360-toi")),
    Screen("chon-mat-khau-yeu", "", _by_link(WEAK)),
    Screen("chon-mat-khau-bi-tu-choi", "", _by_link(WEAK, send=True)),
    Screen("chon-mat-khau-bang-ma", "", _after_code),
]
