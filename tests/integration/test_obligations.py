"""What the law asks of the portal: each check says what lacks, and is silent once it is there."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from news import obligations
from news.models import Article, Category
from news.pages import duties, sections
from news.pages.models import Page
from news.site.models import Portal
from tests import staff
from tests.factories import make_article, make_image, make_page, make_user, move

pytestmark = pytest.mark.django_db
SCREEN = "/quan-tri/site/portal/viec-phai-lam/"


def told(check) -> str:
    return " ".join(lack.text for lack in check())


@pytest.mark.parametrize("name", obligations.FACTS)
def test_every_fact_of_the_footer_is_asked_for(name):
    whole = {**dict.fromkeys(obligations.FACTS, "Có"), "email": "a@b.vn"}
    Portal.objects.update_or_create(pk=1, defaults=whole)
    assert told(obligations.facts) == ""
    Portal.objects.filter(pk=1).update(**{name: ""})
    assert obligations.FACTS[name] in told(obligations.facts)


def test_a_page_lacks_until_citizens_read_it_and_again_once_it_is_withdrawn():
    assert "Chưa có trang “Liên hệ”" in told(obligations.pages)
    page = make_page("pending", title="Liên hệ", address="lien-he", duty=duties.CONTACT)
    assert "Trang “Liên hệ” người dân chưa xem được: chờ duyệt" in told(obligations.pages)
    for action in ("approve", "publish"):
        move(page, action)
    assert "Liên hệ" not in told(obligations.pages)
    move(page, "withdraw")
    assert "Liên hệ" in told(obligations.pages)


def test_a_page_whose_address_another_part_took_is_named():
    page = make_page(address="lien-he")
    assert told(obligations.shadowed) == ""
    Article.objects.filter(pk=page.pk).update(slug="tin-tuc")
    assert "/tin-tuc/" in told(obligations.shadowed)


def test_sections_are_made_once_hidden_and_asked_to_be_shown():
    Category.objects.create(name="Chỉ đạo  điều hành".replace("  ", " "), slug="dieu-hanh")
    assert "“Công khai › Tài sản công”" in told(obligations.missing_sections)
    made = sections.make_missing()
    assert len(made) == 22
    assert not any(row.visible for row in made)
    assert sections.make_missing() == []
    assert "“Công khai” đang ẩn" in told(obligations.missing_sections)
    Category.objects.filter(slug="cong-khai").update(visible=True)
    assert told(obligations.missing_sections) == ""
    assert Category.objects.filter(parent__slug="cong-khai").count() == 13


def test_silence_is_told_and_news_ends_it():
    make_page()
    assert "chưa đăng bài nào" in told(obligations.silence)
    make_article()
    assert told(obligations.silence) == ""


def test_a_policy_that_nobody_read_for_a_year_is_named():
    page = make_page(title="Chính sách", address="du-lieu-ca-nhan", duty=duties.PRIVACY)
    assert told(obligations.stale) == ""
    old = timezone.now() - timedelta(days=400)
    Article.objects.filter(pk=page.pk).update(published_at=old, updated_at=old)
    assert "Trang “Chính sách”" in told(obligations.stale)


def test_a_lead_picture_without_a_description_is_named():
    article = make_article(cover_id=make_image().pk, cover_alt="Bà con mở đường")
    assert told(obligations.undescribed) == ""
    Article.objects.filter(pk=article.pk).update(cover_alt="")
    assert article.title in told(obligations.undescribed)


def test_an_open_line_is_named(settings):
    settings.SITE_URL = "https://xa.example.vn"
    assert told(obligations.unencrypted) == ""
    settings.SITE_URL = "http://xa.example.vn"
    assert "https://" in told(obligations.unencrypted)


def test_the_command_ends_with_one_while_something_lacks(monkeypatch, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("check_duties")
    assert stopped.value.code == 1
    assert "Chưa có trang “Giới thiệu”" in capsys.readouterr().out
    monkeypatch.setattr(obligations, "CHECKS", ())
    call_command("check_duties")
    assert "Không còn thiếu" in capsys.readouterr().out


def test_the_command_makes_what_is_missing_once():
    for _ in range(2):
        call_command("make_missing")
        assert Page.objects.count() == len(duties.DUTIES)


def test_the_administrator_sees_what_lacks_and_makes_it_with_two_buttons():
    client = staff.browser(make_user("system_admin"))
    assert "việc pháp luật yêu cầu" in client.get("/quan-tri/").text
    text = client.get(SCREEN).text
    assert "Chưa ghi cơ quan chủ quản." in text
    assert "Việc của toà soạn" in text
    for what in ("trang", "chuyen-muc"):
        assert client.post(SCREEN, {"tao": what}).status_code == 302
    assert Page.objects.count() == len(duties.DUTIES)
    assert Category.objects.filter(parent__slug="cong-khai").count() == 13
    assert client.post(SCREEN, {"tao": "x"}).status_code == 302


@pytest.mark.parametrize("role", ["contributor", "editor", "account_admin"])
def test_others_neither_see_nor_make(role):
    client = staff.browser(make_user(role))
    assert client.get(SCREEN).status_code == 403
    assert client.post(SCREEN, {"tao": "trang"}).status_code == 403
    assert not Page.objects.exists()


def test_the_page_lien_he_says_how_the_office_is_reached(client, django_assert_max_num_queries):
    facts = {"owner": "UBND xã", "phone": "0214 000 000", "email": "vp@xa.vn", "address": "Số 1"}
    Portal.objects.update_or_create(pk=1, defaults=facts)
    make_page(title="Liên hệ", address="lien-he", duty=duties.CONTACT)
    make_page(title="Khác", address="khac")
    with django_assert_max_num_queries(6):
        text = client.get("/lien-he/").text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert '<a href="mailto:vp@xa.vn">vp@xa.vn</a>' in main
    assert '<a href="tel:0214000000">0214 000 000</a>' in main
    assert '"@type": "ContactPage"' in text
    assert "mailto:" not in client.get("/khac/").text.partition("<main")[2].partition("</main>")[0]
