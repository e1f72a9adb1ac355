"""Anything is changed in any order, and every kept page is what Django would answer just then.

PAGE_STORE_CHANGES=1000 goes on for longer. A failure names its seed: PAGE_STORE_SEED=… repeats it.
"""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from news.authors.models import Author, Unit
from news.media.models import Attachment, Image
from news.models import Article, Category, Pin, Thread
from news.site.models import Banner, FrontBlock, MenuItem, Official, Outage, Portal
from tests import pagestore
from tests.factories import make_article, make_user
from tests.integration.test_pagestore import walk, without_limits
from tests.integration.test_public_secrecy import newsroom

__all__ = ["newsroom"]
pytestmark = pytest.mark.django_db(transaction=True)
CHANGES = int(os.environ.get("PAGE_STORE_CHANGES", "40"))
SEED = int(os.environ.get("PAGE_STORE_SEED", random.randrange(10**6)))  # noqa: S311
# Of so many pages so many are asked for after each change.
PAGES, LOOKED_AT = 16, 8


@pytest.fixture
def processes(tmp_path, settings, monkeypatch, newsroom):
    """Two processes of one machine."""
    without_limits(monkeypatch)
    Portal.objects.get_or_create(pk=1)
    FrontBlock.objects.create(kind="section", category=Category.objects.first(), position=1)
    FrontBlock.objects.create(kind="most-read", count=5, position=2)
    with pagestore.site(tmp_path, settings) as found:
        yield found, pagestore.Process(found)


class Editor:
    """Whoever changes what readers see, at random."""

    VALUES = (
        (Article, "title", ("Chữ một", "Chữ hai")),
        (Article, "tags", (["x"], ["dân vận khéo"])),
        (Unit, "name", ("Ban một", "Ban hai")),
        (Author, "full_name", ("Lê A", "Lê B")),
        (Thread, "description", ("Một", "Hai")),
        (Image, "width", (300, 500)),
        (Attachment, "title", ("Một", "Hai")),
        (Official, "name", ("Một", "Hai")),
    )
    # What stands on every page, so that none is read again.
    FRAME = (
        (Category, "name", ("Một", "Hai")),
        (Category, "visible", (True, False)),
        (Category, "position", (1, 5)),
        (FrontBlock, "visible", (True, False)),
        (MenuItem, "visible", (True, False)),
        (Portal, "name", ("Xã một", "Xã hai")),
    )

    def __init__(self, chance: random.Random):
        self._chance, self._user = chance, make_user("publisher")

    def change(self) -> str:
        """Change something; return what."""
        of_frame = (self._banner, self._outage, self._pin, self._menu)
        if self._chance.random() < 1 / 5:
            return self._chance.choice((*of_frame, *[lambda: self._value(self.FRAME)] * 6))()
        of_articles = (self._publish, self._expire)
        return self._chance.choice((*of_articles, *[lambda: self._value(self.VALUES)] * 6))()

    def _value(self, values) -> str:
        model, field, either = self._chance.choice(values)
        if row := self._any(model.objects.all()):
            model.objects.filter(pk=row.pk).update(**{field: self._chance.choice(either)})
        return f"{model.__name__}.{field}"

    def _any(self, rows):
        return self._chance.choice(rows.order_by("pk") or [None])

    def _soon(self):
        return timezone.now() + timedelta(seconds=self._chance.choice((1, 3, 100)))

    def _banner(self) -> str:
        times = {"starts_at": timezone.now(), "ends_at": self._soon()}
        Banner.objects.create(text="Mưa to", made_by=self._user, **times)
        return "a banner"

    def _outage(self) -> str:
        times = {"begins_at": timezone.now(), "returns_at": self._soon()}
        Outage.objects.create(what="Mất điện", made_by=self._user, **times)
        return "an outage"

    def _pin(self) -> str:
        article = self._any(Article.objects.public().news())
        times = {"starts_at": timezone.now(), "ends_at": self._soon()}
        where = self._chance.choice((None, article.category))
        times["made_by"] = self._user
        Pin.objects.update_or_create(article=article, category=where, defaults=times)
        return "a pin"

    def _publish(self) -> str:
        make_article(title="Vừa đăng", at=timezone.now(), tags=["dân vận khéo"])
        return "a publication"

    def _expire(self) -> str:
        article = self._any(Article.objects.public().news())
        Article.objects.filter(pk=article.pk).update(
            expires_at=self._chance.choice((None, self._soon()))
        )
        return "an expiry"

    def _menu(self) -> str:
        MenuItem.objects.create(place="menu", label="Đường dây nóng", address="/lien-he/")
        return "an entry of the menu"


def test_every_kept_page_is_as_if_it_were_made_now(processes, newsroom, capsys):
    chance = random.Random(SEED)  # noqa: S311
    editor, states, past = Editor(chance), Counter(), []
    every = [each for each in walk(newsroom) if processes[0].fresh(each).status == 200]
    addresses = chance.sample([each for each in every if "/tim-kiem" not in each], PAGES)
    for _ in range(CHANGES):
        past.append(editor.change())
        for address in ["/", *chance.sample(addresses, LOOKED_AT)]:
            process = chance.choice(processes)
            states[process.get(address).state.partition("; made of")[0]] += 1
            assert _is_fresh(process, address), (SEED, past[-5:], address)
    with capsys.disabled():
        print(f"\n{CHANGES} changes, {dict(states)}")  # noqa: T201
    assert states["hit; read again"] > CHANGES / 4


def _is_fresh(process, address: str) -> bool:
    """Whether a page is Django's; asked twice, as the clock may strike between two answers."""
    for _ in range(2):
        kept, made = process.get(address), process.fresh(address)
        if not kept.state.startswith("hit") or kept.content == made.content:
            return True
    return False
