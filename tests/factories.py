"""Makes the objects that tests need, each with sensible values; keyword arguments win."""

import io
import itertools
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pillow

from accounts.models import User
from accounts.roles import ROLES, sync
from news import workflow
from news.authors.models import Author, Unit
from news.media import attachments, uploads
from news.models import Article, Assignment, Category, State
from news.pages import making
from news.text import pdf
from tests import attached

numbers = itertools.count(1)
LABELS = {role.key: role.label for role in ROLES}
# The checklist asks for a cover of at least 800 pixels.
COVER_SIZE = (800, 500)
PASSWORD = "Mật khẩu của bài thử 1"


def make_category(name="Kinh tế", **values) -> Category:
    """A section; the address follows the name."""
    category = Category(name=name, **values)
    category.full_clean()
    category.save()
    return category


def make_unit(code="BTGHU", **values) -> Unit:
    """A unit, BTGHU unless told otherwise; the same code is the same unit."""
    defaults = {"name": f"Đơn vị {code}", "short_name": code, **values}
    return Unit.objects.get_or_create(code=code, defaults=defaults)[0]


def make_author(full_name="Lê Trung Thành", unit=None, **values) -> Author:
    """An author of a unit."""
    return Author.objects.get_or_create(
        full_name=full_name, unit=unit or make_unit(), defaults=values
    )[0]


def make_user(*roles: str, username=None, unit=None, category=None, **values) -> User:
    """An account with roles (keys of accounts/roles.py), limited to a unit or section if given."""
    number = next(numbers)
    user = User.objects.create_user(
        username or f"nguoi{number}",
        PASSWORD,
        **{"full_name": f"Người thứ {number}", **values},
    )
    for role in roles:
        assign(user, role, unit=unit, category=category)
    return user


def assign(user: User, role: str, *, unit=None, category=None) -> Assignment:
    """Give somebody a role, everywhere or in a unit or section."""
    group = _group(LABELS[role])
    return Assignment.objects.create(user=user, role=group, unit=unit, category=category)


def _group(label: str) -> Group:
    """A role's group; the session has synced them all, but browser tests empty the tables."""
    group = Group.objects.filter(name=label).first()
    if group is None:
        sync()
        group = Group.objects.get(name=label)
    return group


def colleague(role: str) -> User:
    """The person who makes the moves of a role where a test does not care who does.

    One for the whole test, found in the database, so nobody outlives a rolled-back test.
    """
    username = f"dong-nghiep-{role}"
    return User.objects.filter(username=username).first() or make_user(role, username=username)


def picture_bytes(size=(320, 200), color=(120, 40, 40), image_format="JPEG") -> bytes:
    """A small picture file."""
    out = io.BytesIO()
    Pillow.new("RGB", size, color).save(out, image_format)
    return out.getvalue()


def make_image(alt="Bà con thôn Nậm Trang mở đường", color=None, **values):
    """A picture in the library, another one at each call unless a colour is given."""
    number = next(numbers)
    # Steps of 16, because JPEG gives nearer colours the same bytes.
    color = color or tuple(number // part % 16 * 16 for part in (1, 16, 256))
    upload = io.BytesIO(picture_bytes(COVER_SIZE, color=color))
    upload.name, upload.size = "anh.jpg", len(upload.getvalue())
    return uploads.store(uploads.accept(upload), alt=alt, **values)


def make_attachment(user=None, data=None, name="ke_hoach_12.pdf", **values):
    """A PDF that was sent by somebody; read here and not apart, which takes its time."""
    data = data or attached.pdf()
    report = pdf.inspect(data)
    facts = attachments.Facts(
        name, "pdf", len(data), sha256(data).hexdigest(), report.pages, report.has_text
    )
    user = user or make_user("contributor")
    return attachments.store(attachments.Accepted(data, facts), user, **values)


def make_recording(user=None, data=None, name="ban_nghe.mp3"):
    """A recording that was sent by somebody."""
    upload = SimpleUploadedFile(name, data or attached.mp3())
    accepted = attachments.accept_sound(upload)
    return attachments.store(accepted, user or make_user("contributor"), attachments.SOUND_TITLE)


def content(**values) -> dict:
    """Complete content that may be submitted and published."""
    number = next(numbers)
    category = values.pop("category", None) or Category.objects.first() or make_category()
    unit = values.pop("unit", None) or make_unit()
    return {
        "title": f"Bài viết thứ {number}",
        "summary": f"Tóm tắt của bài viết thứ {number}.",
        "body": f"<p>Nội dung của bài viết thứ {number}.</p>",
        "category_id": category.pk,
        "unit_id": unit.pk,
        **values,
    }


def make_draft(user=None, **values) -> Article:
    """An article with one version, not sent anywhere."""
    user = user or make_user("contributor")
    return workflow.save(Article(created_by=user), content(**values), user, base=0)


def make_article(state=State.PUBLISHED, at=None, user=None, **values) -> Article:
    """An article that went the real way to `state`; published an hour ago unless `at` is given."""
    article = make_draft(user, **values)
    at = at or timezone.now() - timedelta(hours=1)
    for action in WAYS[state]:
        if action == "publish" and at > timezone.now():
            move(article, action, at=at)
            continue
        if action == "publish":
            # Nobody may publish in the past; an import may have brought the date along.
            Article.objects.filter(pk=article.pk).update(published_at=at)
        move(article, action)
    return article


def make_page(state=State.PUBLISHED, user=None, address="", parent=None, duty="", **values):
    """A page that went the real way to `state`; below another page's if `parent` is given."""
    number = next(numbers)
    words = {"title": f"Trang thứ {number}", "body": f"<p>Nội dung trang {number}.</p>", **values}
    user = user or make_user("contributor")
    above = parent.page if parent else None
    article = making.make(user, words, address or f"trang-{number}x", above, duty)
    for action in WAYS[state]:
        move(article, action)
    return article


def move(article: Article, action: str, user=None, **given):
    """Make a move on the newest version, by somebody who may make it unless `user` is given."""
    given = {"note": "Lý do", "pledge": True, "version": article.latest_version, **given}
    if user is None:
        user = article.created_by if action == "submit" else colleague(BY[action])
    event = workflow.perform(article, action, user, **given)
    article.refresh_from_db()
    return event


WAYS = {
    State.DRAFT: [],
    State.SUBMITTED: ["submit"],
    State.RETURNED: ["submit", "return"],
    State.EDITING: ["submit", "receive"],
    State.PENDING: ["submit", "receive", "propose"],
    State.REJECTED: ["submit", "receive", "propose", "reject"],
    State.APPROVED: ["submit", "receive", "propose", "approve"],
    State.PUBLISHED: ["submit", "receive", "propose", "approve", "publish"],
    State.WITHDRAWN: ["submit", "receive", "propose", "approve", "publish", "withdraw"],
}
# A role that may make the move on what somebody else wrote.
BY = {
    **dict.fromkeys(("receive", "propose", "return"), "editor"),
    **dict.fromkeys(("approve", "reject"), "approver"),
    **dict.fromkeys(("publish", "withdraw", "republish", "urgent"), "publisher"),
    # Somebody other than the publisher, who may have published it in haste.
    "confirm": "approver",
}
