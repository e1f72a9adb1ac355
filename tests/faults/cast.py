"""What processes of the fault tests write into their portal: people, and articles to move."""

import itertools
import json
import time
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from news import workflow
from news.models import Article, State
from tests import factories, staff

__all__ = ["Article", "State", "approved", "corrected", "session", "tell", "workflow"]

# Each process counts from where no other has.
factories.numbers = itertools.count(time.time_ns() // 1000)
# Commands write to the same place.
TOLD = "told: "


def tell(value) -> None:
    """Hand a value to the test."""
    print(f"{TOLD}{json.dumps(value)}")  # noqa: T201


def session(*roles: str) -> str:
    """The session of somebody new with these roles."""
    client = Client()
    staff.enter(client, factories.make_user(*roles))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def approved() -> dict:
    """An article that waits for its publication."""
    article = factories.make_article(State.APPROVED)
    return {"pk": article.pk, "address": article.get_absolute_url()}


def corrected(seconds: float) -> dict:
    """A live article whose new version is due so soon."""
    article = factories.make_article(title="Bản đang đăng")
    editor = factories.make_user("editor")
    workflow.save(article, {"title": "Bản sửa đã duyệt"}, editor, base=1)
    article.refresh_from_db()
    for action in factories.WAYS[State.APPROVED]:
        factories.move(article, action, editor if action == "submit" else None)
    factories.move(article, "publish", at=timezone.now() + timedelta(seconds=seconds))
    return {"pk": article.pk, "address": article.get_absolute_url()}
