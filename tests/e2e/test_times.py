"""Hẹn giờ, hết hạn and đính chính as the newsroom does them and a reader sees them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news import workflow
from news.models import Article, State
from tests import staff
from tests.factories import WAYS, make_article, make_user, move

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def choose(page, moment):
    """Set the day and hour of “Vào lúc”."""
    local = timezone.localtime(moment)
    page.get_by_label("Ngày", exact=True).fill(f"{local:%Y-%m-%d}")
    page.get_by_label("Giờ", exact=True).fill(f"{local:%H:%M}")


def told(page):
    return page.locator(".messagelist")


def let_pass(article, name):
    Article.objects.filter(pk=article.pk).update(**{name: timezone.now() - timedelta(minutes=1)})


def test_an_article_appears_and_leaves_at_the_hours_that_were_chosen(sign_in, new_page):
    article = make_article(State.APPROVED, title="Lịch tiêm phòng tháng này")
    page, reader = sign_in(make_user("publisher")), new_page(width=360)
    page.goto(staff.change(article))
    choose(page, timezone.now() + timedelta(hours=2))
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(told(page)).to_contain_text("Đã hẹn giờ đăng")
    assert reader.request.get(article.get_absolute_url()).status == 404
    let_pass(article, "published_at")
    reader.goto(article.get_absolute_url())
    expect(reader.get_by_role("heading", level=1)).to_have_text(article.title)

    page.goto(staff.change(article))
    choose(page, timezone.now() + timedelta(hours=3))
    page.get_by_role("button", name="Đặt ngày hết hạn").click()
    expect(told(page)).to_contain_text("Bài sẽ hết hạn lúc")
    Article.objects.update(published_at=timezone.now() - timedelta(hours=1))
    let_pass(article, "expires_at")
    assert reader.request.get(article.get_absolute_url()).status == 410


def test_a_correction_says_what_was_wrong_and_what_is_right(sign_in, new_page):
    article = make_article(title="Thu ngân sách quý III", body="<p>Thu đạt 1.586 tỷ đồng.</p>")
    editor = make_user("editor")
    workflow.save(article, {"body": "<p>Thu đạt 1.568 tỷ đồng.</p>"}, editor, base=1)
    article.refresh_from_db()
    for action in WAYS[State.APPROVED]:
        move(article, action, editor if action == "submit" else None)
    page, reader = sign_in(make_user("publisher")), new_page(width=360)
    page.goto(staff.change(article))
    page.get_by_label("Đính chính").check()
    page.get_by_label("Nội dung đã đăng sai").fill("Thu đạt 1.586 tỷ đồng.")
    page.get_by_label("Lời cho người đọc").fill("Số đúng là 1.568 tỷ đồng.")
    page.get_by_role("button", name="Xuất bản", exact=True).click()
    expect(told(page)).to_contain_text("Đã xuất bản")
    reader.goto(article.get_absolute_url())
    notes = reader.get_by_role("region", name="Cập nhật, đính chính")
    expect(notes).to_contain_text("Thu đạt 1.586 tỷ đồng.")
    expect(notes).to_contain_text("Số đúng là 1.568 tỷ đồng.")
    reader.goto("/dinh-chinh/")
    expect(reader.get_by_role("main")).to_contain_text("Thu ngân sách quý III")
