"""manage.py seed_demo: fill an empty database with the demo district and one account per role."""

import json
import os
import secrets
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from accounts.models import User
from accounts.roles import ROLES
from news.addresses import writing
from news.addresses.models import Missed
from news.authors.models import Author, Unit
from news.demo import frame, redirects
from news.demo.loading import articles, draw_picture, pictures_of, taxonomy
from news.feedback.models import DayRating, Report
from news.management import demo_pages, demo_search, demo_sound, demo_upkeep
from news.models import Article, Assignment, Category, Thread
from news.readership import ranking
from news.readership.models import DayReads
from news.search import counting
from news.site.models import Banner, FrontBlock, Kind, MenuItem, Place, Portal

ACCOUNTS_FILE = settings.VAR / "demo-accounts.txt"
# What the numbers of the demo articles begin with.
DEMO = "demo-"
# The newest article, which leads the front page.
RECORDED = f"{DEMO}001"
PEOPLE = {
    "contributor": ("thanh", "Lê Trung Thành"),
    "editor": ("binh", "Trần Thị Bình"),
    "secretary": ("hoa", "Nguyễn Thu Hòa"),
    "approver": ("toan", "Phạm Quốc Toàn"),
    "publisher": ("dung", "Vũ Thuỳ Dung"),
    "account_admin": ("nam", "Hoàng Văn Nam"),
    "system_admin": ("quantri", "Đỗ Minh Quân"),
}

PORTAL = {
    "owner": "Ủy ban nhân dân huyện Bảo Thắng",
    "responsible": "Trưởng Ban Biên tập",
    "address": "Thị trấn Phố Lu, huyện Bảo Thắng, tỉnh Lào Cai",
    "phone": "0214 000 0000",
    "email": "banbientap@baothang.example",
}


class Command(BaseCommand):
    """Never touches a database that holds anything of its own."""

    help = "Nạp nội dung mẫu và tài khoản mẫu vào cơ sở dữ liệu trống (chỉ một lần)."

    def add_arguments(self, parser):
        """Whether there are accounts too."""
        parser.add_argument(
            "--content-only", action="store_true", help="không tạo tài khoản (để kiểm tra trang)"
        )

    def handle(self, *args, **options):
        """Seed once; afterwards only make sure that the demo accounts can be used."""
        if _belongs_to_somebody():
            self.stdout.write("Cơ sở dữ liệu đã có dữ liệu riêng nên không nạp nội dung mẫu.")
            return
        # The accounts come last: without them the content may have been cut short.
        if not User.objects.exists():
            _make_taxonomy()
            self._import_articles()
            demo_sound.make(RECORDED)
            demo_pages.make(DEMO, timezone.now() - timedelta(days=30))
            _make_redirects()
            _make_reads()
            _make_feedback()
            _make_frame()
            demo_pages.reach()
            counting.catch_up()
            demo_search.recommend()
            demo_search.look_for()
            demo_upkeep.find_dead_link()
            demo_upkeep.fail_once()
        if options["content_only"]:
            return
        if not (ACCOUNTS_FILE.exists() and User.objects.exists()):
            _write_accounts(_make_accounts())

    def _import_articles(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "articles.jsonl"
            rows = [_threaded(_dated(row)) for row in articles()]
            file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
            names = [name for row in rows for name in pictures_of(row)]
            for name in tqdm(names, desc="Vẽ ảnh mẫu", unit=" ảnh", disable=None):
                draw_picture(name, Path(folder))
            call_command("import_articles", file, stdout=self.stdout, stderr=self.stderr)


def _belongs_to_somebody() -> bool:
    demo_names = [name for name, _ in PEOPLE.values()]
    if User.objects.exclude(username__in=demo_names).exists():
        return True
    own = Article.objects.exclude(external_id__startswith=DEMO)
    return own.exists() and not User.objects.exists()


def _make_taxonomy() -> None:
    data = taxonomy()
    Portal.objects.get_or_create(pk=1, defaults=PORTAL)
    for row in data["categories"]:
        parent = Category.objects.get(slug=row["parent"]) if row["parent"] else None
        Category.objects.get_or_create(slug=row["slug"], defaults={**row, "parent": parent})
    for row in data["units"]:
        Unit.objects.get_or_create(code=row["code"], defaults=row)
    for row in data["threads"]:
        named = {name: row[name] for name in ("title", "description", "open")}
        Thread.objects.get_or_create(slug=row["slug"], defaults=named)
    for row in data["authors"]:
        unit = Unit.objects.get(code=row["unit"])
        Author.objects.get_or_create(
            full_name=row["full_name"], unit=unit, defaults={"position": row["position"]}
        )


def _make_redirects() -> None:
    writing.write([writing.Line(*row) for row in redirects.REDIRECTS], None)
    for path, count, led_from in redirects.MISSED:
        given = {"count": count, "led_from": led_from}
        Missed.objects.get_or_create(path=path, defaults=given)


def _threaded(row: dict) -> dict:
    """With the thread of events that names it."""
    told = {number: t["slug"] for t in taxonomy()["threads"] for number in t["articles"]}
    return {**row, "thread": told.get(row["external_id"], "")}


def _make_feedback() -> None:
    """What readers of the newest articles sent back."""
    newest = list(Article.objects.public().news().newest_first()[:8])
    today = timezone.localdate()
    DayRating.objects.bulk_create(
        (
            DayRating(article=article, day=today, score=score, count=place + score)
            for place, article in enumerate(newest)
            for score in (3, 4, 5)
        ),
        ignore_conflicts=True,
    )
    words = "Bài ghi 312 hộ hiến đất, bảng công khai ở nhà văn hóa thôn ghi 321 hộ."
    if newest and not Report.objects.exists():
        Report.objects.create(article=newest[0], words=words, passage="312 hộ tự nguyện hiến đất")


def _make_reads() -> None:
    """Reads of the last days, so that the most read are seen."""
    today = timezone.localdate()
    for place, article in enumerate(Article.objects.public().news().newest_first()[:40]):
        rows = [
            DayReads(article=article, day=today - timedelta(day), count=1 + (place * 37 + day) % 90)
            for day in range(9)
        ]
        DayReads.objects.bulk_create(rows, ignore_conflicts=True)
    ranking.count_again()


@transaction.atomic
def _make_frame() -> None:
    """Links in the footer, a banner of a fortnight, and the front page's blocks; once, also where
    an earlier start was cut short before the accounts."""
    if Banner.objects.exists():
        return
    demo_pages.link(0)
    for position, (name, links) in enumerate(frame.LINKS.items(), 1):
        place = {"place": Place.FOOTER, "position": position}
        group = MenuItem.objects.create(label=name, **place)
        for label, address in links:
            MenuItem.objects.create(label=label, address=address, parent=group, **place)
    now, (link, label) = timezone.now(), frame.BANNER_LINK
    when = {"starts_at": now, "ends_at": now + timedelta(days=14)}
    Banner.objects.create(text=frame.BANNER, link=link, link_label=label, **when)
    for position, row in enumerate(frame.BLOCKS):
        FrontBlock.objects.create(position=position, **_block(**row))


def _block(section="", story="", **values) -> dict:
    """The columns of a block, from the names of what it shows."""
    if section:
        values |= {"kind": Kind.SECTION, "category": Category.objects.get(slug=section)}
    if story:
        values["article"] = Article.objects.get(external_id=story)
    return values


def _dated(row: dict) -> dict:
    """Demo articles stay fresh: their dates count back from today."""
    now = timezone.localtime()
    day = now.date() - timedelta(days=row["days_ago"])
    moment = timezone.make_aware(datetime.combine(day, time.fromisoformat(row["time"])))
    # Nothing of the demo is dated in the future, however early in the day it is loaded.
    return {**row, "published_at": min(moment, now - timedelta(minutes=5)).isoformat()}


def _make_accounts() -> list[tuple[str, str, str]]:
    """One account per role with a fresh password; (role, user name, password) of each."""
    made = []
    for role in ROLES:
        username, full_name = PEOPLE[role.key]
        password = secrets.token_urlsafe(9)
        user, _ = User.objects.get_or_create(username=username, defaults={"full_name": full_name})
        user.set_password(password)
        user.save()
        group = Group.objects.get(name=role.label)
        Assignment.objects.get_or_create(user=user, role=group)
        Author.objects.filter(full_name=full_name, user=None).update(user=user)
        made.append((role.label, username, password))
    return made


def _write_accounts(accounts) -> None:
    lines = [f"{label:<20} {username:<10} {password}" for label, username, password in accounts]
    ACCOUNTS_FILE.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(ACCOUNTS_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
