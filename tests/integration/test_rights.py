"""Rights by assignment: the question about one article and the list of all of them agree."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import ROLES
from news import rights
from news.authors.models import Unit
from news.models import Article, ArticleVersion, Assignment, Category
from news.rights import sees, visible
from tests.factories import make_category, make_unit, make_user

pytestmark = pytest.mark.django_db
SCOPES = ("everywhere", "one unit", "another unit", "a section", "a sub-section", "both")


@pytest.fixture
def places():
    """Two units, and a section with a sub-section beside another section."""
    root = make_category("Tin tức")
    return {
        "unit": make_unit("BTGHU"),
        "other_unit": make_unit("MTTQ"),
        "section": root,
        "sub": make_category("Kinh tế", parent=root),
        "other_section": make_category("Văn hóa"),
    }


def scope(places: dict, name: str) -> dict:
    """The unit and section of an assignment."""
    return {
        "everywhere": {},
        "one unit": {"unit": places["unit"]},
        "another unit": {"unit": places["other_unit"]},
        "a section": {"category": places["section"]},
        "a sub-section": {"category": places["sub"]},
        "both": {"unit": places["unit"], "category": places["sub"]},
    }[name]


def put_articles(places: dict, writers: list) -> list[Article]:
    """An article of every writer in every unit and section, and in none."""
    units = (None, places["unit"], places["other_unit"])
    sections = (None, places["section"], places["sub"], places["other_section"])
    return Article.objects.bulk_create(
        Article(title="Bài", slug="bai", created_by=writer, unit=unit, category=category)
        for writer, unit, category in itertools.product(writers, units, sections)
    )


def assert_they_agree(user, articles: list[Article]) -> None:
    found = set(visible(user).values_list("pk", flat=True))
    assert found == {article.pk for article in articles if sees(user, article)}


@pytest.mark.parametrize("where", SCOPES)
@pytest.mark.parametrize("role", [role.key for role in ROLES])
def test_the_list_and_the_question_agree(places, role, where):
    user = make_user(role, **scope(places, where))
    assert_they_agree(user, put_articles(places, [None, user, make_user()]))


def test_they_agree_for_people_with_several_assignments(places):
    users = [make_user("contributor", **scope(places, where)) for where in SCOPES]
    editor = Assignment.objects.filter(user=make_user("editor")).get().role
    for user, where in zip(users, reversed(SCOPES), strict=True):
        Assignment.objects.create(user=user, role=editor, **scope(places, where))
    articles = put_articles(places, [None, *users])
    for user in users:
        assert_they_agree(user, articles)
        assert visible(user).count() == len(set(visible(user)))


@pytest.mark.parametrize("values", [{"is_superuser": True}, {"is_active": False}, {}])
def test_they_agree_for_people_without_roles(places, values):
    user = make_user(**values)
    articles = put_articles(places, [None, user])
    assert_they_agree(user, articles)
    assert visible(user).count() == (len(articles) if user.is_superuser else 0)


@pytest.mark.parametrize("roles", [(), ("publisher",)])
@pytest.mark.parametrize("superuser", [True, False])
def test_a_locked_account_sees_and_may_do_nothing(places, roles, superuser):
    user = make_user(*roles, is_active=False, is_superuser=superuser)
    articles = put_articles(places, [user])
    assert not visible(user)
    assert not any(sees(user, article) for article in articles)
    assert not user.has_perm("news.publish_article")
    assert not rights.units_of(user)
    assert not rights.categories_of(user)


def test_a_visitor_sees_nothing(places):
    articles = put_articles(places, [None])
    assert not visible(AnonymousUser())
    assert not any(sees(AnonymousUser(), article) for article in articles)


def test_a_unit_s_editor_sees_that_unit_only(places):
    editor = make_user("editor", unit=places["unit"])
    articles = put_articles(places, [make_user()])
    assert set(visible(editor)) == {row for row in articles if row.unit == places["unit"]}


def test_a_section_s_editor_sees_its_sub_sections_too(places):
    editor = make_user("editor", category=places["section"])
    articles = put_articles(places, [make_user()])
    inside = (places["section"], places["sub"])
    assert set(visible(editor)) == {row for row in articles if row.category in inside}


def test_a_writer_sees_only_what_they_wrote_wherever_it_was_filed(places):
    writer = make_user("contributor", unit=places["unit"])
    put_articles(places, [make_user()])
    own = put_articles(places, [writer])
    assert set(visible(writer)) == set(own)


def test_one_s_own_article_filed_nowhere_is_in_one_s_hands(places):
    writer = make_user("contributor", unit=places["unit"], category=places["sub"])
    unfiled = Article(created_by=writer)
    assert writer.has_perm("news.change_article", unfiled)
    assert not writer.has_perm("news.change_article", Article())
    elsewhere = Article(created_by=writer, unit=places["other_unit"])
    assert not writer.has_perm("news.change_article", elsewhere)


def test_without_an_article_the_question_is_whether_anywhere(places):
    publisher = make_user("publisher", unit=places["unit"])
    assert publisher.has_perm("news.publish_article")
    assert publisher.has_perm("news.publish_article", Article(unit=places["unit"]))
    assert not publisher.has_perm("news.publish_article", Article(unit=places["other_unit"]))
    assert publisher.has_perm("media.add_image", ArticleVersion())
    assert not publisher.has_perm("accounts.add_user")
    assert publisher.has_module_perms("news")


def test_each_right_holds_only_where_its_own_role_applies(places):
    user = make_user("contributor")
    publisher = Assignment.objects.get(user=make_user("publisher")).role
    Assignment.objects.create(user=user, role=publisher, unit=places["unit"])
    here, there = (Article(unit=places[name]) for name in ("unit", "other_unit"))
    assert user.has_perms(["news.publish_article", "news.change_article"], here)
    assert user.has_perm("news.change_article", there)
    assert not user.has_perm("news.publish_article", there)


def test_groups_and_permissions_without_an_assignment_give_nothing():
    publisher = Assignment.objects.get(user=make_user("publisher")).role
    user = make_user()
    user.groups.add(publisher)
    user.user_permissions.set(publisher.permissions.all())
    user = User.objects.get(pk=user.pk)
    assert user.get_all_permissions() == user.get_group_permissions() == set()
    assert user.get_user_permissions() == set()


def test_people_sign_and_file_where_they_may_write(places):
    user = make_user("editor", unit=places["unit"])
    assert set(rights.units_of(user)) == {places["unit"]}
    assert set(rights.categories_of(user)) == set(Category.objects.all())
    user = make_user("editor", category=places["section"])
    assert set(rights.units_of(user)) == set(Unit.objects.all())
    assert set(rights.categories_of(user)) == {places["section"], places["sub"]}
    assert not rights.units_of(make_user("account_admin"))
    assert set(rights.units_of(make_user(is_superuser=True))) == set(Unit.objects.all())


def test_rights_are_read_once_and_questions_cost_nothing_more(places, django_assert_num_queries):
    user = make_user("editor", unit=places["unit"], category=places["section"])
    Assignment.objects.create(user=user, role=user.assignments.get().role)
    articles = list(Article.objects.filter(pk__in=[a.pk for a in put_articles(places, [None])]))
    sections = Article.objects.select_related("category").in_bulk([a.pk for a in articles])
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        user.has_perm("news.view_article")
    with django_assert_num_queries(0):
        assert all(sees(user, article) for article in sections.values())
    with django_assert_num_queries(1):
        assert len(visible(user)) == len(articles)
