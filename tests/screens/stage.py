"""Where a screen is set up: a browser window, and the handful of things people do in one."""

from django.urls import reverse

from accounts.models import User
from news.management.commands.seed_demo import PEOPLE
from tests.e2e.windows import follow

# Sixty letters, the longest name somebody has handed in a list.
LONG_NAME = "Nguyễn Phan Thị Hoàng Bích Ngọc Phương Thảo Huyền Trang Anhh"
LONG_UNIT = "Trung tâm Văn hoá, Thể thao, Du lịch và Truyền thông huyện Bảo Thắng"


class Stage:
    """A window in which somebody (or nobody) is signed in."""

    def __init__(self, page, user: User | None):
        self.page, self.user = page, user

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def fill(self, **values: str) -> None:
        """Type into fields, by their names in the form."""
        for name, text in values.items():
            self.page.locator(f"main [name={name}]:visible").fill(text)

    def press(self, button: str) -> None:
        """Press a button that leads to another page."""
        follow(self.page, self.page.locator("main").get_by_role("button", name=button).first)

    def sign_in(self, username: str, password: str) -> None:
        """Send the form of the sign-in page."""
        self.go("/dang-nhap/")
        self.fill(username=username, password=password)
        follow(self.page, self.page.get_by_role("button", name="Đăng nhập", exact=True))


def at(path: str):
    """The steps to what stands at an address."""
    return lambda stage: stage.go(path)


def someone(who: str) -> User:
    """A person by user name (tests/screens/cast.py), or the demonstration's account of a role."""
    return User.objects.get(username=PEOPLE.get(who, (who,))[0])


def of(username: str, page: str):
    """The steps to an administrators' page of an account of the cast."""
    return lambda stage: stage.go(account(username, page))


def account(username: str, page: str = "change") -> str:
    """The address of an administrators' page of an account of the cast."""
    return reverse(f"admin:accounts_user_{page}", args=[someone(username).pk])
