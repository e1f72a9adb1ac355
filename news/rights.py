"""Who may do what to which article: assignments turned into object-level permissions.

`user.has_perm("news.publish_article", article)` is the question everywhere; `visible()` asks
the same for a whole list. Without an object the answer is whether any assignment grants it.
"""

from dataclasses import dataclass

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from accounts import throttle
from accounts.models import User
from news.authors.models import Unit
from news.models import Article, Assignment, Category

SEE_OTHERS = "news.view_all_articles"
# A permission's whole name ("." where a role permits nothing, which is no permission).
PERMISSION = Concat(
    "role__permissions__content_type__app_label", Value("."), "role__permissions__codename"
)


@dataclass(frozen=True)
class Grant:
    """One assignment of a person: what it permits and where (None is everywhere)."""

    role: str
    permissions: frozenset[str]
    unit_id: int | None
    category_id: int | None

    def covers(self, article: Article, user) -> bool:
        """Whether the article lies in this unit and section; one's own unfiled article does."""
        own, (unit_id, category) = article.created_by_id == user.pk, article.filed
        unit = self.unit_id in (None, unit_id) or (own and unit_id is None)
        return unit and self._covers_category(category, own)

    def _covers_category(self, category: Category | None, own: bool) -> bool:
        if self.category_id is None or (own and category is None):
            return True
        return category is not None and self.category_id in (category.pk, category.parent_id)

    def condition(self, user) -> Q:
        """The same as `covers`, for a query on articles."""
        # An empty Q would vanish beside others, so "everywhere" is said outright.
        own, where = Q(created_by=user.pk), Q(pk__isnull=False)
        if self.unit_id is not None:
            where &= Q(unit=self.unit_id) | (own & Q(unit=None))
        if self.category_id is not None:
            inside = Q(category=self.category_id) | Q(category__parent=self.category_id)
            where &= inside | (own & Q(category=None))
        return where


class AssignmentBackend(ModelBackend):
    """Signs people in by password and takes their rights from their assignments."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        """The account, if the password is its own and nobody tried too often; None otherwise."""
        if username is None or password is None:
            return None
        return throttle.try_password(request, username, password)

    def get_all_permissions(self, user_obj, obj=None):
        """The permission names a person has on `obj` (an Article, or None for anywhere)."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if user_obj.is_superuser:
            return _every_permission(user_obj)
        return {name for grant in _held(user_obj, obj) for name in grant.permissions}

    def has_perm(self, user_obj, perm, obj=None):
        """Whether the person has the permission on `obj`; one page asks this hundreds of times,
        so the set of all is not made for it."""
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser:
            return super().has_perm(user_obj, perm, obj)
        return any(perm in grant.permissions for grant in _held(user_obj, obj))

    def get_group_permissions(self, user_obj, obj=None):
        """Groups hold roles, and roles apply through assignments only."""
        return self.get_all_permissions(user_obj, obj)

    def get_user_permissions(self, user_obj, obj=None):
        """Nobody has a permission of their own."""
        return set()


def _held(user, obj) -> list[Grant]:
    """The assignments that count for an article, or (None) all of them."""
    held = grants(user)
    if isinstance(obj, Article):
        return [grant for grant in held if grant.covers(obj, user)]
    return held


def grants(user) -> list[Grant]:
    """A person's assignments with all they permit, read once per request in one query."""
    if not hasattr(user, "_grants"):
        rows = Assignment.objects.filter(user=user.pk).annotate(names=ArrayAgg(PERMISSION))
        rows = rows.values_list("role__name", "names", "unit_id", "category_id")
        user._grants = [Grant(role, frozenset(names), *place) for role, names, *place in rows]
    return user._grants


def role_labels(user) -> list[str]:
    """The names of the roles a person holds anywhere, each once."""
    return sorted({grant.role for grant in grants(user)})


def sees(user, article: Article) -> bool:
    """Whether a member of staff may open the article: their own, or one in their charge (W5)."""
    if article.created_by_id == user.pk:
        return user.has_perm("news.view_article")
    return user.has_perm(SEE_OTHERS, article)


def visible(user):
    """The articles that `sees` answers yes for, as a queryset."""
    if user.is_superuser and user.is_active:
        return Article.objects.all()
    if not user.has_perm("news.view_article"):
        return Article.objects.none()
    where = Q(created_by=user.pk)
    for grant in grants(user):
        if SEE_OTHERS in grant.permissions:
            where |= grant.condition(user)
    return Article.objects.filter(where)


def permitted(user, permission: str) -> Q:
    """The articles on which `user.has_perm(permission, article)` says yes, as a condition."""
    if not user.is_active:
        return Q(pk=None)
    if user.is_superuser:
        return Q(pk__isnull=False)
    where = Q(pk=None)
    for grant in grants(user):
        if permission in grant.permissions:
            where |= grant.condition(user)
    return where


def holders(article: Article, permission: str):
    """The active people who see the article and hold a right on it by an assignment, as a
    queryset: `has_perm` asked of everybody at once. Technical accounts, which hold every right
    without one, are nobody's colleagues."""
    return viewers(article).filter(_assigned(article, permission))


def viewers(article: Article):
    """The active people who may open the article, `sees` asked of everybody, as a queryset."""
    own = Q(pk=article.created_by_id) & _assigned(article, "news.view_article", anywhere=True)
    rows = User.objects.filter(is_active=True)
    return rows.filter(own | Q(_assigned(article, SEE_OTHERS)))


def _assigned(article: Article, permission: str, anywhere=False) -> Exists:
    """Whether somebody has an assignment that grants the right where the article lies, the way
    `Grant.covers` looks at it."""
    app, codename = permission.split(".")
    rows = Assignment.objects.filter(
        user=OuterRef("pk"),
        role__permissions__content_type__app_label=app,
        role__permissions__codename=codename,
    )
    return Exists(rows if anywhere else rows.filter(_covers(article)))


def _covers(article: Article) -> Q:
    own, (unit_id, category) = Q(user=article.created_by_id), article.filed
    unit = Q(unit=None) | (own if unit_id is None else Q(unit=unit_id))
    if category is None:
        return unit & (Q(category=None) | own)
    return unit & (Q(category=None) | Q(category__in=(category.pk, category.parent_id)))


def may_file(user, unit_id: int | None, category: Category | None) -> bool:
    """Whether one assignment lets the person write for this unit in this section."""
    if user.is_superuser:
        return True
    place = (None, category.pk, category.parent_id) if category else None
    return any(
        "news.change_article" in grant.permissions
        and (unit_id is None or grant.unit_id in (None, unit_id))
        and (place is None or grant.category_id in place)
        for grant in grants(user)
    )


def may_feature(user, category: Category | None) -> bool:
    """Whether the person may choose what stands first in a section, or (None) on the home page:
    those who may publish there; the home page is nobody's who is bound to a unit or section."""
    if user.is_superuser and user.is_active:
        return True
    places = (None, category.pk, category.parent_id) if category else (None,)
    return any(
        "news.publish_article" in grant.permissions
        and grant.category_id in places
        and (category is not None or grant.unit_id is None)
        for grant in grants(user)
    )


def holds_everywhere(user, permission: str) -> bool:
    """Whether the person has a right that no unit or section limits: the frame of the site is
    everybody's, so nobody changes it who is bound to a part."""
    if user.is_superuser and user.is_active:
        return True
    return user.is_active and any(
        permission in grant.permissions and (grant.unit_id, grant.category_id) == (None, None)
        for grant in grants(user)
    )


def units_of(user):
    """The units a person may sign for."""
    limits = _limits(user, "unit_id")
    return Unit.objects.all() if None in limits else Unit.objects.filter(pk__in=limits)


def unit_names(user) -> list[str]:
    """The names of the units that a person signs for or works in; none makes a good password."""
    theirs = Q(pk__in=user.assignments.values("unit")) | Q(authors__user=user)
    rows = Unit.objects.filter(theirs).distinct().order_by()
    return [name for row in rows.values_list("code", "short_name", "name") for name in row]


def categories_of(user):
    """The sections a person may file in."""
    limits = _limits(user, "category_id")
    if None in limits:
        return Category.objects.all()
    return Category.objects.filter(Q(pk__in=limits) | Q(parent__in=limits))


def _limits(user, name: str) -> set:
    if not user.is_active:
        return set()
    if user.is_superuser:
        return {None}
    return {getattr(g, name) for g in grants(user) if "news.change_article" in g.permissions}


def _every_permission(user) -> set[str]:
    if not hasattr(user, "_every_permission"):
        rows = Permission.objects.values_list("content_type__app_label", "codename")
        user._every_permission = {f"{app}.{codename}" for app, codename in rows.order_by()}
    return user._every_permission
