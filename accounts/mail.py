"""Which events of accounts make a mail. The mails are news' (news/account_mail.py).

accounts knows nothing of news, so it only puts a task into the queue, by the name that the
settings give, in the transaction of the event: the mail leaves within seconds, and an event that
is rolled back makes none. `manage.py tick` finds what a lost task left behind.
"""

from django.conf import settings
from django.utils.module_loading import import_string

TOLD = frozenset(
    {
        *("reset_asked", "code_made", "password_changed", "new_device"),
        *("locked", "unlocked", "dormant", "role_given"),
        *("factor_added", "factor_removed", "codes_stopped", "sso_linked"),
        "factor_reset_asked",
    }
)


def hasten(event) -> None:
    """Have the mail of this event (an AccountEvent) written soon, if it makes one at all.

    Whose account it is, or whether it is anybody's, is asked later: an answer to a stranger must
    not take longer for an account that exists.
    """
    on_paper = event.after.get("by") == "slip"
    if settings.MAIL and event.action in TOLD and not on_paper:
        import_string(settings.ACCOUNT_MAIL_TASK).enqueue(event.pk)
