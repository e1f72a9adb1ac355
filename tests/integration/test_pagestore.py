"""The page store around the whole site: what is kept, and that every change shows at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.addresses import missing
from news.authors.models import Author, Unit
from news.gathering import Gathering
from news.media.models import Attachment, Image
from news.models import Article, Category, Pin, Thread
from news.pace import Pace
from news.site.models import Banner, MenuItem, Official, Portal
from news.views import api, errors
from tests import pagestore
from tests.factories import colleague, make_article, make_page, make_user, move
from tests.integration.test_public_secrecy import addresses, newsroom

__all__ = ["newsroom"]
pytestmark = pytest.mark.django_db(transaction=True)

NOW, DAY = timezone.now, timedelta(days=1)
# So many addresses of a kind; of articles they are many that are not there.
SOME = 3
SEARCHES = [f"/tim-kiem/?q={words}" for words in ("đường", "duong moi", "khong co gi", "UBND")]
# Answers for nobody else, files, what is counted; and what is true for a moment only.
APART = ("/danh-gia/", "/bao-loi/", "/dem-luot/", "/luot-truy-cap/", "/xem-duyet/", "/tai-lieu/")
APART += ("/dang-", "/quen-", "/tai-khoan", "/xac-", "/ma-", "/doi-", "/dat-lai", "/suc-khoe/")
APART += ("/phien", "/hai-buoc", "/nhat-ky", "/quan-tri")


def without_limits(monkeypatch) -> None:
    """As if each page were asked for by somebody else, some time later."""
    monkeypatch.setattr(api, "PACE", Pace(1_000_000))
    # A flood of wrong addresses is told less of what stands near them.
    monkeypatch.setattr(errors, "searches", missing.Allowance(1_000_000))
    # Counts are written by another thread, not by whoever is counted.
    monkeypatch.setattr(Gathering, "count", lambda self, keys: None)


@pytest.fixture
def site(tmp_path, settings, monkeypatch, newsroom):
    without_limits(monkeypatch)
    Portal.objects.get_or_create(pk=1)
    with pagestore.site(tmp_path, settings) as found:
        yield found


def walk(newsroom) -> list[str]:
    """Addresses of every kind that the store may have something to do with."""
    article = newsroom["article"].get_absolute_url()
    some = [address for found in addresses(newsroom).values() for address in found[:SOME]]
    known = [*some, article, f"{article}luu/", "/lien-he/", *SEARCHES]
    return [address for address in known if not address.startswith(APART)]


def test_every_page_is_kept_and_is_what_django_says(site, newsroom):
    missed = []
    for address in walk(newsroom):
        first, second = site.get(address), site.get(address)
        assert first.state.partition(";")[0] == "miss", (address, first.state)
        if second.state == "hit":
            assert first.content == second.content == site.fresh(address).content, address
        else:
            missed.append((address, second.state))
    # A wrong question is answered by a sentence; a list of changes leaves out what is being
    # written.
    known = {"status", "made of pg_stat_activity"}
    assert {state.partition("; ")[2] for _, state in missed} <= known, missed
    assert len(missed) < 10


def _edit(newsroom):
    Article.objects.filter(pk=newsroom["article"].pk).update(title="Đường mới đã mở rộng")


def _publish(newsroom):
    make_article(title="Bài vừa đăng", tags=["dân vận khéo"], at=NOW())


def _correct(newsroom):
    article = newsroom["urgent"]
    move(
        article, "correct", colleague("publisher"), change="correction", mistake="Sai", words="Đúng"
    )


def _feature(newsroom):
    article, by = newsroom["article"], make_user("publisher")
    times = {"starts_at": NOW() - DAY, "ends_at": NOW() + DAY}
    Pin.objects.create(article=article, category=article.category, made_by=by, **times)


def _banner(newsroom):
    by = make_user("publisher")
    Banner.objects.create(text="Mưa to", starts_at=NOW(), ends_at=NOW() + DAY, made_by=by)


CHANGES = {
    "an article is edited": _edit,
    "an article is published": _publish,
    "an article is corrected": _correct,
    "an article is withdrawn": lambda n: move(n["urgent"], "withdraw"),
    "a page is published": lambda n: make_page(title="Liên hệ", address="lien-he", duty="lien-he"),
    "a section is renamed": lambda n: Category.objects.update(name="Kinh tế, xã hội"),
    "a unit is renamed": lambda n: Unit.objects.update(name="Ban Tuyên giáo mới"),
    "an author is renamed": lambda n: Author.objects.update(full_name="Lê Văn Thành"),
    "a thread is described": lambda n: Thread.objects.update(description="Từ mùa xuân"),
    "a picture is turned": lambda n: Image.objects.update(width=500, height=800),
    "a file is renamed": lambda n: Attachment.objects.update(title="Kế hoạch số 12"),
    "the portal is renamed": lambda n: Portal.objects.update(name="Xã Gia Phú"),
    "the menu changes": lambda n: MenuItem.objects.create(
        place="menu", label="Đường dây nóng", address="/lien-he/"
    ),
    "an article is featured": _feature,
    "a banner is shown": _banner,
    "an official is named": lambda n: Official.objects.create(name="Trần Văn A", post="Chủ tịch"),
}


def test_a_change_shows_with_the_next_request(site, newsroom):
    before = {address: site.get(address).content for address in walk(newsroom)}
    again = set()
    for name, change in CHANGES.items():
        change(newsroom)
        now = {address: site.get(address) for address in before}
        kept = [address for address in now if now[address].state.startswith("hit")]
        stale = [address for address in kept if now[address].content != site.fresh(address).content]
        assert stale == [], name
        again |= {address for address in kept if now[address].state == "hit; read again"}
        shown = {address: answer.content for address, answer in now.items()}
        assert shown != before, f"{name}: it shows nowhere, so this proved nothing"
        before = shown
    # Pages of every kind were read again instead of made, but errors, searches and suggestions.
    assert len(again) > 2 / 3 * len(before), sorted(set(before) - again)
