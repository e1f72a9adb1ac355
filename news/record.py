"""The record of what was done to articles: writing a row, naming it, and checking them all."""

from accounts import seals
from news.models import MOST_STEPS, Article, ArticleEvent
from news.rights import role_labels
from news.transitions import TRANSITIONS

# What is done to an article besides the moves of the table.
FEATURING = {
    "pin": "Đưa lên tin nổi bật",
    "repin": "Đổi ngày tin nổi bật",
    "pin_order": "Đổi thứ tự tin nổi bật",
    "unpin": "Bỏ khỏi tin nổi bật",
}
PLACING = {"place": "Đổi chỗ của trang"}
BESIDES = FEATURING | PLACING


def label(action: str, steps: int = MOST_STEPS) -> str:
    """What was done, in the words of its button in a section of so many steps; a name that
    somebody made up stays as it is."""
    move = TRANSITIONS.get(action)
    return move.label_in(steps) if move else BESIDES.get(action, action)


def labels() -> list[tuple[str, str]]:
    """Every name that the record may hold, with its words."""
    return [*((move.name, move.label) for move in TRANSITIONS.values()), *BESIDES.items()]


def write(article: Article, action: str, user, before: dict, after: dict, **columns):
    """Write a row in the transaction of what it tells of, and return it; `user` None is the
    system. The caller has locked the article's row, or two transactions may wait for each other:
    the seal of the record makes one writer wait for another, and so does the row."""
    values = {"from_state": article.state, "to_state": article.state}
    values |= {"version": article.latest_version, **columns}
    return ArticleEvent.objects.create(
        article=article,
        action=action,
        actor=user,
        role=", ".join(role_labels(user)) if user else "",
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(value) for name, value in after.items()},
        **values,
    )


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def check() -> seals.Findings:
    """Read the whole record and compare every seal."""
    return seals.check(ArticleEvent, "news_event_hash")
