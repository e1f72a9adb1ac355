"""The pages of citizens; `SCREENS=cong-dan make screenshots` takes these alone."""

from django.utils import timezone

from news.authors.models import Author
from news.models import Article, Thread
from tests.screens import newspaper
from tests.screens.album import Screen
from tests.screens.looks import WIDTHS
from tests.screens.newspaper import LONG_TITLE
from tests.screens.stage import at

USUAL = ("360", "1280", "360-toi", "1280-toi")
ON_PAPER = (*USUAL, "in")
# One page of each kind in every look: front page, list, article, search, form.
ALL = (*WIDTHS, "320", "768", "360-chu-lon", "360-toi", "1280-toi", "360-tuong-phan")
ALL += ("1280-tuong-phan", "1280-toi-tuong-phan", "1280-mau-may", "in")
NARROW = ("320", "768", *USUAL, "360-chu-lon")


def _newest_day(pattern: str):
    """The steps to the archive of the newest article's year, month or day."""

    def steps(stage):
        newest = timezone.localtime(Article.objects.public().news().newest_first()[0].published_at)
        stage.go(f"/tin-tuc/luu-tru/{newest.strftime(pattern)}/")

    return steps


def _author(stage):
    stage.go(Author.objects.order_by("pk").first().get_absolute_url())


def _thread(below: str = ""):
    return lambda stage: stage.go(Thread.objects.order_by("pk").first().get_absolute_url() + below)


def _article(title: str):
    return lambda stage: stage.go(newspaper.known(title))


def _demo(number: int):
    """The steps to an article of the demonstration."""
    return lambda stage: stage.go(
        Article.objects.get(external_id=f"demo-{number:03d}").get_absolute_url()
    )


def _report(stage):
    stage.go(f"/bao-loi/{Article.objects.public().news().order_by('pk').first().pk}/")


def _menu_open(stage):
    stage.page.set_viewport_size({"width": 360, "height": 780})
    stage.go("/tin-tuc/")
    stage.page.locator(".menu__open").click()


def _crowded(path: str):
    def steps(stage):
        newspaper.crowd(200)
        stage.go(path)

    return steps


def _screen(name: str, steps, looks=USUAL, role: str = "", **more) -> Screen:
    return Screen(f"cong-dan-{name}", role, steps, looks, **more)


SCREENS = [
    _screen("trang-chu", at("/"), ALL),
    _screen("menu-mo", _menu_open, ("360", "360-toi")),
    _screen("tin-tuc", at("/tin-tuc/"), ALL),
    _screen("tin-tuc-trang-so", at("/tin-tuc/trang/2/")),
    _screen("tin-tuc-loc", at("/tin-tuc/?loc")),
    _screen("chuyen-muc", at("/tin-tuc/thong-bao/"), ON_PAPER),
    _screen("chuyen-muc-con", at("/tin-tuc/kinh-te/")),
    _screen("chuyen-muc-trong", at("/tin-tuc/muc-trong/")),
    _screen("chuyen-muc-mot-bai", at("/tin-tuc/muc-mot-bai/")),
    _screen("don-vi", at("/don-vi/BTGHU/"), NARROW),
    _screen("tac-gia", _author),
    _screen("the", at("/the/nong-thon-moi/")),
    _screen("the-khong-co", at("/the/khong-co/")),
    _screen("dong-su-kien", at("/dong-su-kien/")),
    _screen("dong-su-kien-mot", _thread()),
    _screen("dong-su-kien-tu-dau", _thread("tu-dau/")),
    _screen("luu-tru", at("/tin-tuc/luu-tru/")),
    _screen("luu-tru-nam", _newest_day("%Y")),
    _screen("luu-tru-thang", _newest_day("%Y/%m")),
    _screen("luu-tru-ngay", _newest_day("%Y/%m/%d")),
    _screen("doc-nhieu", at("/doc-nhieu/")),
    _screen("tim-kiem", at("/tim-kiem/")),
    _screen("tim-kiem-co", at("/tim-kiem/?q=nông+thôn+mới"), ALL),
    _screen("tim-kiem-khong", at("/tim-kiem/?q=zzzz+qqqq")),
    _screen("bai", _demo(1), ALL),
    _screen("bai-dai", _article("Ghi ở ba thôn cuối đường"), (*NARROW, "in", "1280-tuong-phan")),
    _screen("bai-khong-anh", _article(LONG_TITLE), (*NARROW, "in")),
    _screen("bai-dinh-chinh", _article("Ba thôn của xã Khe Vai có điện lưới"), ON_PAPER),
    _screen("bai-ban-nghe", _article("Chợ phiên Bản Pho họp thêm ngày thứ Bảy")),
    _screen("bao-loi", _report, ALL),
    _screen("bao-loi-da-nhan", at("/bao-loi/da-nhan/")),
    _screen("gioi-thieu", at("/gioi-thieu/"), ON_PAPER),
    _screen("lien-he", at("/lien-he/"), (*NARROW, "in")),
    _screen("tro-giup-tiep-can", at("/tro-giup-tiep-can/"), ON_PAPER),
    _screen("dinh-chinh", at("/dinh-chinh/")),
    _screen("rss", at("/rss/")),
    _screen("cho-chuong-trinh", at("/api/")),
    _screen("so-do-cong", at("/so-do-cong/"), NARROW),
    _screen("loi-404", at("/khong-co-trang-nay/")),
    _screen("loi-410", _article("Thông báo lịch cắt điện tháng trước")),
    _screen("loi-403", at("/quan-tri/accounts/user/"), role="contributor"),
    _screen("dang-nhap", at("/dang-nhap/"), ("360-tuong-phan", "1280-tuong-phan", "1280-mau-may")),
    _screen("200-muc", _crowded("/tin-tuc/muc-0-x/"), ("320", "360", "768", "1280")),
    _screen("200-muc-so-do", _crowded("/so-do-cong/"), ("320", "1280")),
]
