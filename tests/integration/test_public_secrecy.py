"""Nothing of the newsroom stands behind any public address: every address of news/urls.py, those of
the sign-in, and those a stranger would guess."""

from datetime import timedelta
from itertools import chain

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import urls as account_urls
from config.operations import urls as watched
from news import conversation, featuring, notices, review, sittings, urls, workflow
from news.models import (
    Article,
    ArticleEvent,
    Mail,
    Notice,
    ReviewLink,
    SavedFilter,
    State,
    Thread,
    Waiver,
    new_token,
)
from news.rights import viewers
from tests import staff
from tests.attached import pdf
from tests.factories import (
    WAYS,
    make_article,
    make_attachment,
    make_author,
    make_draft,
    make_image,
    make_page,
    make_unit,
    make_user,
    move,
)

pytestmark = pytest.mark.django_db

# Every sentence that somebody of the newsroom writes holds this.
KEPT = "Điều kín"
GUESSES = (
    *("/sitemap.xml", "/robots.txt", "/rss/", "/feed/", "/atom.xml", "/api/", "/api/articles/"),
    *("/tim-kiem/", "/search/", "/tin-tuc/rss/", "/.well-known/security.txt", "/favicon.ico"),
    *("/thong-bao/", "/bo-loc/", "/nhat-ky/", "/ghi-chu/", "/xem-duyet/", "/media/", "/static/"),
)
QUERIES = (
    *(
        "q=Điều",
        "q=kín&sap=ngay",
        "danh-sach=cho-toi",
        "bo-loc=1",
        "state__exact=draft",
        "trang=2",
        "ban=2",
    ),
    *("events__note__contains=k", "notes__text__contains=k", "external_id__contains=a"),
)
LISTS = ("archive", "archive-month", "archive-day", "tag", "threads", "thread", "thread-course")
METHODS = ("get", "head", "post", "put", "delete", "options")


def walk(article, **given) -> None:
    """Make every move to publication with an inner reason, from an address."""
    for action in ("receive", "propose", "approve", "publish"):
        move(article, action, note=f"{KEPT}: lý do {action}", address="2001:db8::77", **given)


@pytest.fixture
def newsroom():
    """A public article with all that the newsroom may write beside it, and others of each kind."""
    unit = make_unit()
    person = {"full_name": "Trần Thị Kín", "email": "kin@noi-bo.vn", "username": "tran.kin"}
    writer = make_user("contributor", unit=unit, **person)
    cover, file = make_image(), make_attachment(writer, pdf())
    content = {"unit": unit, "cover_id": cover.pk, "cover_alt": cover.alt}
    article = make_draft(
        writer,
        title="Đường mới đã mở",
        tags=["dân vận khéo"],
        thread_id=Thread.objects.create(title="Đường mới", slug="duong-moi").pk,
        attachments=[file.pk],
        author_id=make_author(unit=unit).pk,
        **content,
    )
    move(article, "submit", note=f"{KEPT}: lời gửi")
    walk(article)
    for row in (article, Article.objects.get(pk=article.pk)):
        assert row.is_public()
    _beside(article, writer)
    _next_version(article)
    kept = Thread.objects.create(title=f"{KEPT}: dòng", slug="kin", description=f"{KEPT}: kể")
    others = {s: make_article(s, title=f"{KEPT} {s}", thread_id=kept.pk) for s in UNSEEN}
    others |= {
        "gone": make_article(State.WITHDRAWN, title=f"{KEPT} đã gỡ"),
        "later": make_article(title=f"{KEPT} sẽ đăng", at=timezone.now() + timedelta(days=1)),
        "over": make_article(title=f"{KEPT} đã hết hạn"),
        "binned": make_article(State.RETURNED, title=f"{KEPT} trong thùng"),
        "urgent": make_draft(title="Tin khẩn"),
        "page": make_page(title="Giới thiệu", address="gioi-thieu"),
        "page draft": make_page(State.PENDING, title=f"{KEPT}: trang", address="trang-nhap"),
        "page gone": make_page(State.WITHDRAWN, title=f"{KEPT}: trang gỡ", address="trang-go"),
    }
    now = timezone.now()
    Article.objects.filter(pk=others["over"].pk).update(expires_at=now)
    Article.objects.filter(pk=others["binned"].pk).update(binned_at=now)
    move(others["urgent"], "urgent", note=f"{KEPT}: vì sao khẩn")
    shown = make_article(State.PENDING, title="Bài cho lãnh đạo xem")
    approver = make_user("approver", full_name="Người tạo liên kết")
    link = review.make(shown, approver, 3, approver)
    return {"article": article, "file": file, "link": link, "writer": writer, **others}


UNSEEN = [state for state in WAYS if state not in (State.PUBLISHED, State.WITHDRAWN)]


def _beside(article, writer) -> None:
    """What colleagues say, keep, choose and are told, and what was tried in vain."""
    editor = make_user("editor", full_name="Lê Văn Kín", username="le.kin")
    note = conversation.write(article, editor, f"{KEPT}: ghi chú")
    conversation.write(article, writer, f"{KEPT}: trả lời", parent=note)
    notices.tell(article, viewers(article), "next", f"{KEPT}: thông báo", "x:1")
    letter = Mail.objects.create(recipient=writer, error=f"{KEPT}: lỗi gửi thư")
    Notice.objects.filter(recipient=writer).update(mail=letter)
    SavedFilter.objects.create(user=editor, name=f"{KEPT}: bộ lọc", query="q=bo-loc-kin")
    sittings.keep(editor, new_token(), article, 1, {"title": f"{KEPT}: đang gõ"})
    waived = {"code": "x", "fingerprint": "dau-kin", "text": f"{KEPT}: chỗ giữ"}
    reason = f"{KEPT}: vì sao giữ"
    Waiver.objects.create(article=article, version=1, reason=reason, actor=editor, **waived)
    with pytest.raises(workflow.Refused):
        workflow.perform(article, "kin-thu", editor, note=f"{KEPT}: thử")
    publisher, now = make_user("publisher"), timezone.now()
    sentence = featuring.add(article, None, now, now + timedelta(days=1), publisher)
    assert sentence == ""
    Article.objects.filter(pk=article.pk).update(needs_work=f"{KEPT}: cần bổ sung")


def _next_version(article) -> None:
    """An approved one, with words for readers that wait and a failure that people are shown."""
    editor = make_user("editor")
    workflow.save(article, {"title": f"{KEPT}: bản sau"}, editor, base=1, note=f"{KEPT}: vì sao")
    article.refresh_from_db()
    move(article, "submit", editor, note=f"{KEPT}: gửi bản sau")
    at = timezone.now() + timedelta(hours=1)
    told = {"change": "correction", "mistake": f"{KEPT}: chỗ sai", "words": f"{KEPT}: chỗ đúng"}
    for action in ("receive", "propose", "approve"):
        move(article, action, note=f"{KEPT}: bản sau")
    move(article, "publish", note=f"{KEPT}: hẹn giờ", at=at, **told)
    failure = {"due_failure": f"{KEPT}: không đăng được", "due_failed_at": timezone.now()}
    assert Article.objects.filter(pk=article.pk, due_change="correction").update(**failure)


def secrets(newsroom) -> list[str]:
    """What no public answer may hold."""
    link = ReviewLink.objects.get()
    found = [KEPT, "kin-thu", "bo-loc-kin", "dau-kin", "2001:db8::77", "kin@noi-bo.vn", "tran.kin"]
    found += ["le.kin", "Trần Thị Kín", "Lê Văn Kín", "Xuất bản bài", "Người xuất bản"]
    found += [link.token_hash, link.code_hash]
    found += list(ArticleEvent.objects.values_list("hash", flat=True))
    assert all(len(text) > 5 for text in found)
    return found


def addresses(newsroom) -> dict[str, list[str]]:
    """Public paths by the name of their pattern: existing, paged, missing, gone."""
    article, file, token = newsroom["article"], newsroom["file"], newsroom["link"].token
    section, author = article.category.slug, article.author.get_absolute_url().split("/")[2]
    numbers = [row.pk for row in newsroom.values() if isinstance(row, Article)]
    pages = [*(reverse("article", args=["x", pk]) for pk in numbers), article.get_absolute_url()]
    now = timezone.localdate(article.published_at)
    gone = [row.get_absolute_url() for row in newsroom.values() if isinstance(row, Article)]
    return {
        "home": ["/"],
        "news": ["/tin-tuc/"],
        "news-page": ["/tin-tuc/trang/1/", "/tin-tuc/trang/99/"],
        "article": [*pages, *gone, "/tin-tuc/x-999999/"],
        "article-saved": [f"{path}luu/" for path in [*pages, *gone]],
        "category": [f"/tin-tuc/{section}/", "/tin-tuc/khong-co/"],
        "category-page": [f"/tin-tuc/{section}/trang/{n}/" for n in (1, 99)],
        "attachment": [
            file.get_absolute_url(),
            f"/tai-lieu/{file.pk}/x",
            "/tai-lieu/0/x",
        ],
        "corrections": ["/dinh-chinh/"],
        "corrections-page": ["/dinh-chinh/trang/1/", "/dinh-chinh/trang/2/"],
        "unit": [f"/don-vi/{article.unit.code}/", "/don-vi/x/"],
        "unit-page": [f"/don-vi/{article.unit.code}/trang/{n}/" for n in (1, 99)],
        "health": ["/suc-khoe/"],
        "health-detailed": ["/suc-khoe/chi-tiet/"],
        "health-metrics": ["/suc-khoe/do-luong/"],
        "review": [f"/xem-duyet/{token}/", f"/xem-duyet/{token[:-1]}x/"],
        "review-decide": [f"/xem-duyet/{token}/quyet-dinh/"],
        "review-file": [f"/xem-duyet/{token}/tep/{file.pk}/"],
        "archive": ["/tin-tuc/luu-tru/"],
        "archive-year": [f"/tin-tuc/luu-tru/{now:%Y}/", "/tin-tuc/luu-tru/0000/"],
        "archive-month": [f"/tin-tuc/luu-tru/{now:%Y/%m}/", "/tin-tuc/luu-tru/2023/13/"],
        "archive-day": [f"/tin-tuc/luu-tru/{now:%Y/%m/%d}/", "/tin-tuc/luu-tru/2023/02/30/"],
        "rate": [f"/danh-gia/{number}/" for number in numbers],
        "report-error": [f"/bao-loi/{number}/" for number in numbers],
        "report-thanks": ["/bao-loi/da-nhan/"],
        "threads": ["/dong-su-kien/"],
        "thread": ["/dong-su-kien/duong-moi/", "/dong-su-kien/kin/"],
        "thread-page": [f"/dong-su-kien/{w}/trang/1/" for w in ("duong-moi", "kin")],
        "thread-course": [f"/dong-su-kien/{w}/tu-dau/" for w in ("duong-moi", "kin")],
        "thread-course-page": [f"/dong-su-kien/duong-moi/tu-dau/{n}/" for n in (1, 2, 99)],
        "tag": ["/the/dan-van-kheo/", "/the/kin/", "/the/Điều kín/", "/the/%00/"],
        "tag-page": [f"/the/dan-van-kheo/trang/{n}/" for n in (1, 99)],
        "author": [f"/tac-gia/{author}/", "/tac-gia/x-0/"],
        "author-page": [f"/tac-gia/{author}/trang/{n}/" for n in (1, 99)],
        "most-read": ["/doc-nhieu/", "/doc-nhieu/ngay/", "/doc-nhieu/thang/"],
        "report-visit": ["/dem-luot/"],
        "report-read": [f"/dem-luot/{number}/" for number in numbers],
        "visits": ["/luot-truy-cap/"],
        "page-without-slash": ["/gioi-thieu", "/khong-co", "/trang-nhap"],
        "page": ["/gioi-thieu/", "/trang-nhap/", "/trang-go/", "/khong-co/", "/khong/co/"],
        "suggestions": [f"/tim-kiem/goi-y/?q={typed}" for typed in ("Điều k", "die", "đu", "ba")],
        **programs(numbers),
        **feeds(article),
        **maps(),
        **doors(),
    }


def feeds(article) -> dict[str, list[str]]:
    """The feeds of an article's lists, with whole texts and without."""
    keys = {"chuyen-muc": article.category.slug, "don-vi": article.unit.code.lower()}
    keys |= {"tac-gia": article.author_id, "the": "dan-van-kheo"}
    keys["dong-su-kien"] = "duong-moi"
    found = {"feeds": ["/rss/"]}
    for form in ("rss", "atom"):
        ways = {form: f"/{form}/tin-tuc.xml"}
        ways |= {f"{form}-{kind}": f"/{form}/{kind}/{key}.xml" for kind, key in keys.items()}
        found |= {name: [path, f"{path}?toan-van"] for name, path in ways.items()}
    return found


def programs(numbers: list[int]) -> dict[str, list[str]]:
    """What programs read, with the changes since ever."""
    found = {name: [reverse(name)] for name in ("api", "api-sections", "api-units")}
    found["api-description"] = [reverse("api-description")]
    found["api-articles"] = [f"/api/v1/articles/?{ask}" for ask in ("", "updated-since=2000-01-01")]
    found["api-article"] = [reverse("api-article", args=[number]) for number in numbers]
    found["api-pages"] = [f"/api/v1/pages/?{ask}" for ask in ("", "updated-since=2000-01-01")]
    found["api-page"] = [reverse("api-page", args=[number]) for number in numbers]
    return found


def maps() -> dict[str, list[str]]:
    """What search engines and people find the pages by."""
    names = ("sitemap", "sitemap-pages", "sitemap-news", "robots", "security", "site-map", "search")
    names += ("manifest", "favicon", "touch-icon")
    articles = [reverse("sitemap-articles", args=[number]) for number in (1, 99)]
    return {**{name: [reverse(name)] for name in names}, "sitemap-articles": articles}


def doors() -> dict[str, list[str]]:
    """The pages of accounts, as a stranger asks for them."""
    given = {"dat-lai-mat-khau": ["MQ", "a-b"], "hai-buoc-go": [1]}
    names = [pattern.name for pattern in account_urls.urlpatterns]
    return {name: [reverse(name, args=given.get(name))] for name in names}


def said(answer) -> str:
    """The words of an answer and its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return body.decode("utf-8", "replace") + headers


def test_the_walk_knows_every_public_address(newsroom):
    named = {
        pattern.name
        for pattern in [*urls.urlpatterns, *account_urls.urlpatterns, *watched.urlpatterns]
    }
    assert named <= set(addresses(newsroom))


def test_no_public_address_tells_anything_of_the_newsroom(newsroom):
    hidden, statuses = secrets(newsroom), set()
    client = staff.browser()
    for path in [*chain.from_iterable(addresses(newsroom).values()), *GUESSES]:
        for method in METHODS:
            answer = getattr(client, method)(path)
            statuses.add(answer.status_code)
            text = said(answer)
            assert answer.status_code < 500, (method, path)
            assert not [secret for secret in hidden if secret in text], (method, path)
    assert {200, 301, 302, 404, 405, 410} <= statuses


def test_no_query_of_a_public_page_tells_more(newsroom):
    hidden, client = secrets(newsroom), staff.browser()
    for names in (
        "home",
        "news",
        "article",
        "category",
        "corrections",
        "unit",
        "author",
        "tag",
        "health",
    ):
        for path in addresses(newsroom)[names]:
            for query in QUERIES:
                text = said(client.get(f"{path}?{query}"))
                assert not [secret for secret in hidden if secret in text], (path, query)


def test_the_public_pages_are_there_and_hold_what_is_public(newsroom):
    """Otherwise the walk would prove nothing."""
    client, article = staff.browser(), newsroom["article"]
    for path in ("/", "/tin-tuc/", article.get_absolute_url(), article.category.get_absolute_url()):
        assert "Đường mới đã mở" in client.get(path).text
    assert "Bài cho lãnh đạo xem" in client.get(addresses(newsroom)["review"][0]).text
    assert client.get(newsroom["gone"].get_absolute_url()).status_code == 410
    assert client.get(newsroom["over"].get_absolute_url()).status_code == 410
    assert client.get(newsroom["later"].get_absolute_url()).status_code == 404
