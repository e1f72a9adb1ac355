"""Mail to the staff: a queue in the database, tried again, and never sent twice.

Why a mail that may have left is not sent again: docs/decisions/0016-notices.md.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from accounts import places
from accounts.models import AccountEvent
from news import account_mail
from news.models import Mail, Notice
from news.rights import visible

logger = logging.getLogger(__name__)

# Whoever prepares a mail has so long; then another one may.
LEASE = timedelta(minutes=5)
# The wait after the first failure; it grows fivefold with each.
PAUSE = timedelta(minutes=1)
TRIES = 6
# A mail whose task was lost is found again after that.
OVERDUE = timedelta(minutes=2)
MOST_LISTED = 50
# Mail, which takes moments, leaves before the pictures that wait, which take minutes.
FIRST = 50


def queue(recipient_id: int, notices: list[int]) -> Mail:
    """Put one mail of these notices (their numbers) into the queue, in the caller's
    transaction."""
    mail = Mail.objects.create(recipient_id=recipient_id)
    Notice.objects.filter(pk__in=notices).update(mail=mail)
    deliver.enqueue(mail.pk)
    return mail


@task(priority=FIRST)
def write_about(pk: int) -> None:
    """Put the mail about an event of an account (its number) into the queue, unless it makes
    none or there is one."""
    event = AccountEvent.objects.select_related("subject").get(pk=pk)
    if not settings.MAIL or not account_mail.wanted(event):
        return
    with transaction.atomic():
        # One mail for one event, though it may go to several; the row names the first.
        first = account_mail.recipients(event)[0]
        mail, made = Mail.objects.get_or_create(event=event, defaults={"recipient": first})
        if made:
            deliver.enqueue(mail.pk)


@task(priority=FIRST)
def deliver(pk: int) -> None:
    """Send a mail unless somebody else does or has done so; on failure come back later."""
    mail = claim(pk)
    if mail is None:
        return
    try:
        _send(mail)
    except (OSError, ValueError) as error:  # smtplib's own errors are OSErrors
        _put_off(mail, error)


def claim(pk: int) -> Mail | None:
    """Take a waiting mail for the length of a lease; None when it is not to be had."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = _waiting().filter(free, pk=pk, due_at__lte=now, tries__lt=TRIES)
    if not rows.update(claimed_until=now + LEASE, tries=F("tries") + 1):
        return None
    return Mail.objects.select_related("recipient").get(pk=pk)


def requeue() -> int:
    """Queue anew what is overdue and in nobody's hands, as after a killed worker; return how
    many."""
    now = timezone.now()
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = _waiting().filter(free, due_at__lt=now - OVERDUE)
    # A mail that takes every worker down with it is given up too.
    rows.filter(tries__gte=TRIES).update(given_up_at=now)
    numbers = list(rows.order_by("due_at").values_list("pk", flat=True))
    for pk in numbers:
        # The next search comes a while later, so that a stopped worker finds no thousand tasks.
        Mail.objects.filter(pk=pk).update(due_at=now)
        deliver.enqueue(pk)
    return len(numbers)


def compose(mail: Mail) -> EmailMessage | None:
    """The mail: what happened and where to look, no word of an article but its title; None
    when nothing is left that the person may open. A mail about an account is another one."""
    if mail.event_id:
        return account_mail.compose(mail.event)
    found = mail.notices.filter(article__in=visible(mail.recipient).order_by())
    found = list(found.select_related("article").order_by("at", "pk")[:MOST_LISTED])
    if not found:
        return None
    subject = f"{len(found)} việc ở bàn làm việc" if len(found) > 1 else found[0].sentence
    choice = places.address_of("notice_choice")
    lines = [f"Chào {mail.recipient},", "", *(line for n in found for line in _lines(n))]
    lines += ["Thư này do cổng thông tin tự gửi, không cần trả lời."]
    lines += [f"Đổi giờ nhận hoặc thôi nhận thư: {choice}"]
    return EmailMessage(subject, "\n".join(lines), to=[mail.recipient.email])


def _lines(notice: Notice) -> list[str]:
    page = places.address_of("admin:news_article_change", notice.article_id)
    return [notice.sentence, f"“{notice.article.title}”", page, ""]


def _waiting():
    return Mail.objects.filter(sent_at=None, given_up_at=None)


def _send(mail: Mail) -> None:
    """Everything that can fail without a mail leaving comes first; then it is marked as sent
    and handed over, in this order."""
    # Of a mail about an account, compose() itself looks whom it may still reach.
    wanted = mail.event_id or (mail.recipient.email and mail.recipient.is_active)
    message = compose(mail) if wanted else None
    if message is None:
        _waiting().filter(pk=mail.pk).update(given_up_at=timezone.now(), claimed_until=None)
        return
    message.message()  # an address that no header can hold fails here
    with get_connection() as connection:
        mine = _waiting().filter(pk=mail.pk, tries=mail.tries)
        if mine.update(sent_at=timezone.now(), claimed_until=None):
            _hand_over(mail, message, connection)


def _hand_over(mail: Mail, message: EmailMessage, connection) -> None:
    """A server that says no has not taken the mail; a line that breaks says nothing."""
    try:
        connection.send_messages([message])
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        Mail.objects.filter(pk=mail.pk).update(sent_at=None)
        raise
    except OSError as error:
        logger.exception("mail %s may or may not have left", mail.pk)
        Mail.objects.filter(pk=mail.pk).update(error=f"Không rõ đã tới chưa: {error}"[:500])


def _put_off(mail: Mail, error: Exception) -> None:
    logger.warning("mail %s was not sent (try %s): %s", mail.pk, mail.tries, error)
    now = timezone.now()
    later = now + PAUSE * 5 ** (mail.tries - 1)
    given_up = now if mail.tries >= TRIES else None
    unsent = (
        _waiting()
        .filter(pk=mail.pk, tries=mail.tries)
        .update(claimed_until=None, due_at=later, given_up_at=given_up, error=f"{error}"[:500])
    )
    if unsent and not given_up:
        deliver.using(run_after=later).enqueue(mail.pk)
