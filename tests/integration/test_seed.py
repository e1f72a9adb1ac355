"""The demo district: loaded once, into an empty database only, with an account for every role."""

import io
import stat

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.roles import BY_LABEL, ROLES, sync
from news.authors.models import Author, Unit
from news.demo import standing_pages
from news.links.models import Link
from news.management.commands import seed_demo
from news.models import Article, ArticleVersion, Assignment, Category
from news.pages import duties
from news.site.models import MenuItem, Portal
from tests.factories import make_draft, make_user, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts_file(tmp_path, monkeypatch):
    """The accounts go to a folder of the test, and pictures are quickly drawn."""

    def draw(name, folder):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        number = sum(name.encode())
        file.write_bytes(picture_bytes(size=(9, 9), color=(number % 256, len(name), number // 256)))

    monkeypatch.setattr(seed_demo, "draw_picture", draw)
    monkeypatch.setattr(seed_demo, "ACCOUNTS_FILE", tmp_path / "var" / "demo-accounts.txt")
    sync()
    return tmp_path / "var" / "demo-accounts.txt"


def seed() -> str:
    """Seed and return what was said; nothing may be complained of."""
    out, err = io.StringIO(), io.StringIO()
    call_command("seed_demo", stdout=out, stderr=err)
    assert err.getvalue() == ""
    return out.getvalue()


def test_an_empty_database_becomes_a_portal(accounts_file, client):
    seed()
    assert Article.objects.public().count() >= 60
    assert not Article.objects.exclude(needs_work="").exists()
    assert Category.objects.count() >= 6
    assert Unit.objects.count() >= 5
    assert Author.objects.count() >= 8
    assert Portal.objects.get().owner
    recorded = Article.objects.get(external_id="demo-001")
    page = client.get(recorded.get_absolute_url()).text
    assert "<audio" in page
    assert "chỉ là mẫu" in page
    assert client.head(recorded.audio.get_absolute_url())["Content-Type"] == "audio/mpeg"
    page = client.get("/").content.decode()
    for words in ("Liên kết website", "Rét đậm từ đêm nay", "Phóng sự ảnh", "Đọc nhiều"):
        assert words in page


def test_there_is_one_account_for_every_role_and_its_password_works(accounts_file, client):
    seed()
    rows = [line.rsplit(maxsplit=2) for line in accounts_file.read_text().splitlines()]
    assert [label.strip() for label, _, _ in rows] == [role.label for role in ROLES]
    for label, username, password in rows:
        assert client.login(username=username, password=password)
        assert Assignment.objects.get(user__username=username).role.name == label.strip()
    assert set(BY_LABEL) == set(Assignment.objects.values_list("role__name", flat=True))


def test_only_their_owner_reads_the_accounts(accounts_file):
    seed()
    assert stat.S_IMODE(accounts_file.stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(accounts_file):
    seed()
    text, rows = accounts_file.read_text(), list(Article.objects.order_by("pk").values())
    assert seed() == ""
    assert accounts_file.read_text() == text
    assert list(Article.objects.order_by("pk").values()) == rows
    assert ArticleVersion.objects.count() == len(rows) + 1  # one got its recording afterwards


def test_lost_accounts_are_written_again_and_content_is_not(accounts_file, client):
    seed()
    accounts_file.unlink()
    Article.objects.filter(external_id="demo-001").update(external_id=None)
    count = Article.objects.count()
    seed()
    assert Article.objects.count() == count
    _label, username, password = accounts_file.read_text().splitlines()[0].rsplit(maxsplit=2)
    assert client.login(username=username, password=password)


def test_what_was_cut_short_is_completed(accounts_file, monkeypatch):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seed_demo, "_make_accounts", stop)
        with pytest.raises(KeyboardInterrupt):
            seed()
    cut, links = Article.objects.count(), MenuItem.objects.count()
    Article.objects.filter(external_id="demo-001").update(external_id="demo-xxx")
    seed()
    assert Article.objects.count() == cut + 1
    assert MenuItem.objects.count() == links
    assert User.objects.count() == len(ROLES)


def test_a_database_with_people_of_its_own_is_left_alone(accounts_file):
    make_user("editor")
    assert "không nạp nội dung mẫu" in seed()
    assert (Article.objects.count(), User.objects.count()) == (0, 1)
    assert not accounts_file.exists()


def test_a_database_with_articles_of_its_own_is_left_alone(accounts_file):
    Article.objects.create(title="Bài thật", slug="bai-that")
    assert "không nạp nội dung mẫu" in seed()
    assert (Article.objects.count(), User.objects.count()) == (1, 0)


def test_a_demo_that_is_being_used_stays_a_demo(accounts_file):
    seed()
    make_draft(User.objects.get(username="thanh"), title="Bài viết thử")
    accounts_file.unlink()
    assert seed() == ""
    assert accounts_file.exists()
    assert Article.objects.filter(title="Bài viết thử").exists()


def test_no_demo_article_is_dated_in_the_future(accounts_file):
    seed()
    assert Article.objects.public().count() == Article.objects.count()
    # A dead link and a failed task are there to be seen, and stay when the clock looks again.
    dead = Link.objects.filter(address__broken_at__isnull=False)
    assert dead.count() == 1
    assert DBTaskResult.objects.failed().count() == 1
    call_command("tick", verbosity=0)
    assert dead.count() == 1


def test_the_standing_pages_can_be_read_and_the_footer_leads_to_them(accounts_file, client):
    call_command("seed_demo", "--content-only", stdout=io.StringIO(), stderr=io.StringIO())
    home = client.get("/").text
    for page in standing_pages.PAGES:
        assert client.get(f"/{page.address}/").status_code == 200
        assert (f'href="/{page.address}/"' in home) == page.in_footer
    assert set(duties.fulfilled()) == {page.key for page in standing_pages.PAGES}
    assert Article.objects.pages().filter(created_by=None).count() == len(standing_pages.PAGES)
