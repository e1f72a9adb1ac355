"""The article as citizens see it, which articles are public, and the versions of its content."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models.category import MOST_STEPS, Category
from news.models.content import ArticleContent
from news.models.kind import CONSTRAINTS as KIND_CONSTRAINTS
from news.models.kind import Kind, Kinded
from news.models.scheduled import CONSTRAINTS, Scheduled
from news.text.fields import BlockField, LineField, TagKeysField


class State(models.TextChoices):
    """Where the newest version of an article stands; hẹn giờ and hết hạn are times, not states."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ biên tập"
    EDITING = "editing", "Đang biên tập"
    PENDING = "pending", "Chờ duyệt"
    APPROVED = "approved", "Chờ xuất bản"
    PUBLISHED = "published", "Đã xuất bản"
    RETURNED = "returned", "Trả lại"
    REJECTED = "rejected", "Từ chối duyệt"
    WITHDRAWN = "withdrawn", "Đã gỡ"


BINNABLE = (State.RETURNED, State.REJECTED)


class ArticleQuerySet(models.QuerySet):
    """Which articles: the public ones, and those a list page needs."""

    def live(self):
        """Published and not withdrawn, whatever the clock says. `Article.is_live` says the same."""
        return self.filter(published_version__isnull=False, withdrawn_at=None)

    def public(self, at=None):
        """Articles citizens see at a moment (default now). `Article.is_public` says the same."""
        at = at or timezone.now()
        return self.live().filter(Q(expires_at=None) | Q(expires_at__gt=at), published_at__lte=at)

    def news(self):
        """Without pages: what may stand in a list of news, wherever that is."""
        return self.filter(kind=Kind.NEWS)

    def pages(self):
        """Pages only."""
        return self.filter(kind=Kind.PAGE)

    def newest_first(self):
        """The order of every public list."""
        return self.order_by("-published_at", "-pk")

    def for_list(self):
        """Without the body, with all that a list row shows: one query."""
        return self.defer("body").select_related("category", "cover", "unit")


class Article(Kinded, Scheduled, ArticleContent):
    """An article as citizens see it, and where its newest version stands in the workflow.

    Until first publication the content follows the newest version; from then on it changes
    only when a version is published. `state` is the newest version's and only workflow
    writes it.
    """

    state = models.CharField(
        "trạng thái", max_length=12, choices=State, default=State.DRAFT, editable=False
    )
    latest_version = models.PositiveIntegerField("bản mới nhất", default=0, editable=False)
    published_version = models.PositiveIntegerField("bản đang đăng", null=True, editable=False)
    published_at = models.DateTimeField("đăng lúc", null=True, blank=True)
    expires_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, editable=False)
    review_at = models.DateTimeField("nhắc rà soát lúc", null=True, editable=False)
    binned_at = models.DateTimeField("bỏ vào thùng rác lúc", null=True, editable=False)
    # When readers were last told of a change; a small one tells them nothing and moves nothing.
    changed_at = models.DateTimeField("cập nhật lúc", null=True, editable=False)
    # What readers are told of a withdrawal, or above the text since `noticed_at`.
    public_notice = BlockField("thông báo cho người đọc", blank=True, editable=False)
    noticed_at = models.DateTimeField("kèm thông báo từ", null=True, editable=False)
    # Who put it online without approval; empty again once somebody else has confirmed it.
    urgent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người đăng khẩn",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="articles",
        verbose_name="người viết",
    )
    created_at = models.DateTimeField("tạo lúc", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("sửa lúc", default=timezone.now, editable=False)
    # Why an imported article could not be published as it came ("cần bổ sung").
    needs_work = BlockField("cần bổ sung", blank=True, editable=False)
    tag_keys = TagKeysField(verbose_name="từ khoá trong địa chỉ")
    external_id = LineField("mã ở nơi cũ", max_length=100, null=True, unique=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("submit_article", "Gửi biên tập"),
            ("view_all_articles", "Xem bài của người khác"),
            ("edit_submitted_article", "Sửa bài đã gửi"),
            ("return_article", "Trả lại bài"),
            ("decide_article", "Trả lại bài đang chờ duyệt, chờ xuất bản"),
            ("approve_article", "Duyệt bài"),
            ("publish_article", "Xuất bản bài"),
            ("publish_urgent_article", "Đăng khẩn"),
            ("withdraw_article", "Gỡ bài"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="article_state_known"),
            models.CheckConstraint(
                condition=Q(published_version=None)
                | Q(published_at__isnull=False, published_version__lte=F("latest_version")),
                name="article_published_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(
                    withdrawn_at=None,
                    # A comparison with NULL would let the row pass.
                    published_version__isnull=False,
                    published_version=F("latest_version"),
                ),
                name="article_published_is_live",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | Q(withdrawn_at__isnull=False),
                name="article_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                name="article_expires_after_published",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None)
                | Q(state=State.APPROVED, published_version__isnull=False, withdrawn_at=None),
                name="article_due_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(binned_at=None)
                | Q(published_version=None, state__in=(State.DRAFT, *BINNABLE)),
                name="article_binned_was_never_public",
            ),
            models.CheckConstraint(
                condition=Q(noticed_at=None) | (~Q(public_notice="") & Q(withdrawn_at=None)),
                name="article_notice_has_words",
            ),
            *CONSTRAINTS,
            *KIND_CONSTRAINTS,
        ]
        indexes = [
            models.Index(
                fields=[*lead, "-published_at", "-id"],
                name=f"article_live_{name}",
                condition=Q(published_version__isnull=False, withdrawn_at=None),
            )
            for name, lead in {
                "all": (),
                "category": ("category",),
                "unit": ("unit",),
                "author": ("author",),
                "thread": ("thread",),
            }.items()
        ] + [
            models.Index(fields=["state", "-updated_at"], name="article_desk"),
            models.Index(fields=["due_at"], name="article_due", condition=Q(due_at__isnull=False)),
            GinIndex(fields=["co_authors"], name="article_co_authors"),
            GinIndex(fields=["attachments"], name="article_attachments"),
            GinIndex(fields=["tag_keys"], name="article_tag_keys"),
            # The article list, and the lists of the desk that are short beside the archive.
            models.Index(
                fields=["-updated_at", "-id"], name="article_list", condition=Q(binned_at=None)
            ),
            *(
                models.Index(
                    fields=[name], name=f"article_{name}", condition=Q(**{f"{name}__isnull": False})
                )
                for name in ("expires_at", "review_at", "binned_at")
            ),
            models.Index(
                fields=["-updated_at"], name="article_needs_work", condition=~Q(needs_work="")
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def filed(self) -> tuple[int | None, Category | None]:
        """Unit and section of the row, also while a version's content is loaded on the object:
        rights and steps follow what citizens see until another version is published."""
        return self.__dict__.get("_filed") or (self.unit_id, self.category)

    def keep_filed(self) -> None:
        """Remember the row's unit and section before content of a version is put over them."""
        self.__dict__.setdefault("_filed", (self.unit_id, self.category))

    @property
    def steps(self) -> int:
        """How many steps its section has, from writing to publication."""
        category = self.filed[1]
        return category.workflow_steps if category else MOST_STEPS

    @property
    def is_live(self) -> bool:
        """Published once and not withdrawn; what the public sees waits for nobody's approval."""
        return self.published_version is not None and self.withdrawn_at is None

    @property
    def is_rejected_for_good(self) -> bool:
        """A rejected text ends there, unless it was to replace one that citizens have seen."""
        return self.state == State.REJECTED and self.published_version is None

    @property
    def is_scheduled(self) -> bool:
        """Waiting for its moment: the first publication, or the switch to a new version."""
        first = self.is_live and self.published_at > timezone.now()
        return first or self.due_at is not None

    def is_public(self, at=None) -> bool:
        """Whether citizens see it at a moment (default now). `public()` says the same."""
        at = at or timezone.now()
        begun = self.is_live and self.published_at <= at
        return begun and (self.expires_at is None or self.expires_at > at)


class ArticleVersion(ArticleContent):
    """What was written at one save; never changed afterwards."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("bản")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField("lúc", default=timezone.now)
    note = LineField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "phiên bản"
        verbose_name_plural = "phiên bản"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once")
        ]
        indexes = [
            GinIndex(fields=["co_authors"], name="version_co_authors"),
            GinIndex(fields=["attachments"], name="version_attachments"),
        ]

    def __str__(self):
        return f"{self.title} (bản {self.number})"

    @property
    def kind(self) -> str:
        """The kind of its article; content that belongs to none yet is held for news, of which
        more is asked."""
        article = self._state.fields_cache.get("article")
        if article is None and self.article_id is not None:
            article = self.article
        return article.kind if article else Kind.NEWS
