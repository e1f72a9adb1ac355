"""The screens of the newsroom that the editors' manual shows."""

from django.urls import reverse

from news import workflow
from news.models import Article, Category, State
from tests import staff
from tests.e2e.writing import AREA
from tests.factories import make_article, make_draft, make_unit
from tests.screens.album import Screen
from tests.screens.looks import MANUAL
from tests.screens.stage import someone

BODY = "<p>Huyện có 53 mô hình dân vận khéo.</p><p>Bà con thôn Nậm Trang hiến đất mở đường.</p>"
NEW = "<p>Huyện có 158 mô hình dân vận khéo.</p><p>Bà con thôn Nậm Trang hiến đất mở đường.</p>"
NEW += "<p>Đoạn mới thêm.</p>"


def _article(title: str, state=State.DRAFT) -> Article:
    """The writer's article of that title, made when first asked for."""
    section = Category.objects.get(name="Xây dựng Đảng")
    values = {"title": title, "body": BODY, "category": section, "unit": make_unit("BTGHU")}
    found = Article.objects.filter(title=title).first()
    if found or state is State.DRAFT:
        return found or make_draft(someone("contributor"), **values)
    return make_article(state, user=someone("contributor"), **values)


def _desk(stage):
    _article("Bảo Thắng đẩy mạnh trồng rừng vụ xuân", State.SUBMITTED)
    stage.go("/quan-tri/")


def _form(stage):
    stage.go(staff.change(_article("Phố Lu ra quân dọn vệ sinh môi trường")))
    stage.page.wait_for_selector(AREA)
    stage.page.get_by_label("Tiêu đề", exact=True).focus()


def _compared(stage):
    article = _article("Ba xã về đích nông thôn mới", State.PUBLISHED)
    if article.latest_version == 1:
        words = {"title": "Bốn xã về đích nông thôn mới", "summary": article.summary, "body": NEW}
        place = {"category_id": article.category_id, "unit_id": article.unit_id}
        workflow.save(article, words | place, stage.user, base=1)
    stage.go(f"{reverse('admin:news_article_compare', args=[article.pk])}?tu=1&den=2")


def _refused(stage):
    stage.go(staff.ARTICLE_ADD)
    stage.page.wait_for_selector(AREA)
    stage.page.get_by_label("Tiêu đề", exact=True).fill(
        "Phố Lu phát động tháng cao điểm phân loại rác tại nguồn"
    )
    stage.page.get_by_label("Sapo").fill("Sáng 23/11, thị trấn Phố Lu phát động phân loại rác.")
    stage.page.get_by_label("Tôi cam kết").check()
    stage.page.on("dialog", lambda dialog: dialog.accept())
    stage.press("Gửi biên tập")


SCREENS = [
    Screen("bien-tap-ban-lam-viec", "editor", _desk, (MANUAL,)),
    Screen("bien-tap-viet-bai", "contributor", _form, (MANUAL,)),
    Screen("bien-tap-chua-luu", "contributor", _refused, (MANUAL,)),
    Screen("bien-tap-so-sanh", "editor", _compared, (MANUAL,)),
]
