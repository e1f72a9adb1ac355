"""What an export holds, table by table, and what it leaves out, with the reason for each.

Every table of the portal stands in KINDS or in LEFT_OUT, and every column of a kind is exported
unless the kind leaves it out: tests/unit/test_export_plan.py walks them all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

MADE_ANEW = "made anew from the other columns"
RENDITION = "says which smaller files exist; they are made anew after an import"
SECRET = "a secret, or what proves one"  # noqa: S105
OF_AN_ACCOUNT = "belongs to the account's own life; begins anew"


@dataclass(frozen=True)
class Kind:
    """One table of the export.

    `when` names the option that it needs ("" for always). `brief` are the only columns that are
    written while the option "accounts" is off. `given` makes the values of columns that are not
    exported, from the options. `sealed` is the database's function that seals its rows.
    """

    label: str
    when: str = ""
    without: Mapping[str, str] = field(default_factory=dict)
    brief: tuple[str, ...] = ()
    given: Callable[[Mapping[str, bool]], dict] = lambda options: {}
    sealed: bool = False


def _account(options: Mapping[str, bool]) -> dict:
    """No password fits; who is a name only is locked until an administrator decides otherwise."""
    locked = {} if options["accounts"] else {"is_active": False}
    return {"password": make_password(None), **locked}


ACCOUNT_ONLY = {
    "password": SECRET,
    "last_login": OF_AN_ACCOUNT,
    "is_superuser": "given at the command line only, never by a file",
    "sort_key": MADE_ANEW,
    "must_change_password": OF_AN_ACCOUNT,
    "password_changed_at": OF_AN_ACCOUNT,
    "seen_at": OF_AN_ACCOUNT,
    "factor_due_at": OF_AN_ACCOUNT,
    "sessions_ended": OF_AN_ACCOUNT,
}
PICTURE_ONLY = dict.fromkeys(
    ("renditions", "rendition_state", "rendition_attempts", "rendition_error"), RENDITION
)

# In the order in which an import writes them: no row before those that it names.
KINDS = (
    Kind(
        "accounts.User",
        without=ACCOUNT_ONLY,
        brief=("id", "username", "full_name"),
        given=_account,
    ),
    Kind("authors.Unit", without={"sort_key": MADE_ANEW}),
    Kind("authors.Author", without={"sort_key": MADE_ANEW}),
    Kind("news.Category"),
    Kind("news.Thread"),
    Kind("media.Image", without=PICTURE_ONLY),
    Kind("media.Attachment"),
    Kind("media.FormerFile"),
    Kind("news.Article", without={"tag_keys": MADE_ANEW}),
    Kind("pages.Page"),
    Kind("news.ArticleVersion"),
    Kind("news.ArticleEvent", sealed=True),
    Kind("news.Correction"),
    Kind("news.Waiver"),
    Kind("news.Note"),
    Kind("news.Note_mentioned"),
    Kind("news.Pin"),
    Kind("news.Reminder"),
    Kind("news.ArchivePage"),
    Kind("site.Portal"),
    Kind("site.MenuItem"),
    Kind("site.FrontBlock"),
    Kind("site.Banner"),
    Kind("site.Outage"),
    Kind("site.Official"),
    Kind("site.Account"),
    Kind("site.SiteEvent", sealed=True),
    Kind("addresses.Redirect"),
    Kind("addresses.Missed"),
    Kind("readership.DayReads"),
    Kind("readership.DayVisits"),
    Kind("feedback.DayRating"),
    Kind("feedback.Report", when="feedback"),
    Kind("search.SameWords", without={"keys": MADE_ANEW}),
    Kind("search.Recommendation", without={"pieces": MADE_ANEW}),
    Kind("search.DaySearches"),
    Kind("accounts.AccountEvent", when="accounts", sealed=True),
    Kind("news.Assignment", when="accounts"),
    Kind("news.NoticeChoice", when="accounts"),
    Kind("news.SavedFilter", when="accounts"),
)
OPTIONS = ("accounts", "feedback")

_BY_DJANGO = "Django's own bookkeeping, made anew by migrate"
_BY_ROLES = "roles are made by sync_roles; who holds which is news.Assignment, by the role's name"
_FROM_ARTICLES = "made anew from the articles (reindex, tick)"
_PROOFS = "proves who somebody is or was; never leaves the portal"
LEFT_OUT = {
    "admin.LogEntry": "who uploaded and renamed stands in the rows themselves and in the record",
    "auth.Permission": _BY_DJANGO,
    "auth.Group": _BY_ROLES,
    "auth.Group_permissions": _BY_ROLES,
    "contenttypes.ContentType": _BY_DJANGO,
    "sessions.Session": _PROOFS,
    "health.Fact": "what this machine found of itself",
    "django_tasks_database.DBTaskResult": "work in hand; a new portal has its own",
    "accounts.User_groups": _BY_ROLES,
    "accounts.User_user_permissions": _BY_ROLES,
    "accounts.Device": _PROOFS,
    "accounts.SignedIn": _PROOFS,
    "accounts.OneTimeCode": _PROOFS,
    "accounts.Factor": _PROOFS,
    "accounts.RecoveryCode": _PROOFS,
    "accounts.FactorReset": "a request about a factor that is not exported either",
    "accounts.Identity": "who somebody is at a sign-in that a new portal has to be made known to",
    "readership.MostRead": "counted anew from readership.DayReads",
    "changes.PublicChange": "written by a trigger; to programs that follow, all is changed",
    "news.Mail": "letters on their way",
    "news.Notice": "told already; what still waits is seen from the articles",
    "news.ReviewLink": "what proves a secret link; an outsider is sent a new one",
    "news.Sitting": "what is being typed in an open form; saved texts are versions",
    "search.Document": _FROM_ARTICLES,
    "search.Title": _FROM_ARTICLES,
    "search.Phrase": _FROM_ARTICLES,
    "finding.Newest": _FROM_ARTICLES,
    "sharing.SharePicture": "drawn anew from the articles",
    "links.Address": "found anew from the articles (tick)",
    "links.Link": "found anew from the articles (tick)",
    "links.Scan": "found anew from the articles (tick)",
    "links.Host": "when which website was asked last",
    "upkeep.Dismissal": "which failed work of this machine somebody let be",
    "pagestore.Change": "tells machines which pages to make anew",
}


def chosen(options: Mapping[str, bool]) -> list[Kind]:
    """The kinds that an export with these options holds, in their order."""
    return [kind for kind in KINDS if not kind.when or options[kind.when]]
