"""What waits for a person: one query that agrees with what they may do with every article."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import ROLES
from news import workflow
from news.models import Article, Category, State
from news.workflow import NEXT, waiting
from tests.factories import WAYS, assign, make_article, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db

SCOPES = ("everywhere", "unit", "section", "sub", "both")


def newsroom() -> dict:
    """Articles in every state in sections of two to four steps, in two units, and odd ones."""
    root = make_category("Tin tức", steps=3)
    sections = [root, make_category("Nông nghiệp", parent=root)]
    sections += [make_category("Hai bước", parent=root, steps=2), make_category("Văn hoá")]
    units = [make_unit("BTGHU"), make_unit("MTTQ")]
    made = [make_article(state, category=sections[3], unit=units[0]) for state in WAYS]
    for row, (section, unit) in itertools.product(made, itertools.product(sections, units)):
        _copy(row, category=section, unit=unit)
    for row in made:
        _copy(row, category=None, unit=None)
    return {"root": root, "sub": sections[1], "unit": units[0]}


def _copy(article, **values) -> Article:
    """The same article elsewhere, and once more flagged as published in haste."""
    for extra in ({}, {"urgent_by": article.created_by}):
        row = Article.objects.get(pk=article.pk)
        for name, value in {**values, **extra}.items():
            setattr(row, name, value)
        newest = article.versions.get(number=article.latest_version)
        row.pk, row._state.adding = None, True
        row.save()
        newest.pk, newest._state.adding, newest.article = None, True, row
        newest.save()
    return row


def odd_ones() -> None:
    """In the bin, with a moment of publication, with a new version that has its moment."""
    now = timezone.now()
    Article.objects.filter(pk=make_article(State.RETURNED).pk).update(binned_at=now)
    later = {"due_at": now + timedelta(days=1), "published_version": 1, "published_at": now}
    Article.objects.filter(pk=make_article(State.APPROVED).pk).update(**later)
    late = later | {"due_at": now, "due_failure": "Không đăng được.", "due_failed_at": now}
    Article.objects.filter(pk=make_article(State.APPROVED).pk).update(**late)
    live = make_article(State.PUBLISHED)
    Article.objects.filter(pk=live.pk).update(published_at=now + timedelta(days=1))


def agrees(user) -> int:
    """Compare the query with the buttons of every article; return how many wait."""
    found = set(waiting(user).values_list("pk", flat=True))
    rows = Article.objects.select_related("category__parent")
    expected = {
        row.pk
        for row in rows
        if (row.due_at is None or row.due_failure)
        and {m.name for m in workflow.ahead(row, user)} & set(NEXT)
    }
    assert found == expected
    return len(found)


@pytest.mark.parametrize("where", SCOPES)
def test_the_query_agrees_with_the_buttons_of_every_article_for_every_role(where):
    odd_ones()
    places = newsroom()
    scopes = {
        "everywhere": {},
        "unit": {"unit": places["unit"]},
        "section": {"category": places["root"]},
        "sub": {"category": places["sub"]},
        "both": {"unit": places["unit"], "category": places["sub"]},
    }
    found = {role.key: agrees(make_user(role.key, **scopes[where])) for role in ROLES}
    assert min(found[role] for role in ("editor", "secretary", "approver", "publisher")) > 0
    assert found["contributor"] == found["account_admin"] == 0


def test_it_agrees_for_people_of_many_roles_and_for_those_above_all():
    odd_ones()
    places = newsroom()
    mixed = make_user("editor", unit=places["unit"])
    assign(mixed, "approver", category=places["sub"])
    assign(mixed, "publisher", unit=places["unit"], category=places["root"])
    assert agrees(mixed) > 0
    assert agrees(make_user(is_superuser=True)) > 0
    assert agrees(make_user(is_superuser=True, is_active=False)) == 0
    assert agrees(make_user("publisher", is_active=False)) == 0


def test_it_agrees_on_what_one_wrote_oneself():
    newsroom()
    writer = make_user("contributor", "publisher")
    Article.objects.filter(category=None).update(created_by=writer)
    found = agrees(writer)
    Article.objects.update(created_by=writer, urgent_by=None)
    assert 0 < agrees(writer) < found


def test_a_text_does_not_wait_for_the_second_look_of_those_who_wrote_or_posted_it():
    publisher, other = make_user("publisher"), make_user("publisher")
    hasty = make_article(State.PUBLISHED)
    Article.objects.filter(pk=hasty.pk).update(urgent_by=publisher)
    own = make_article(State.PENDING)
    Category.objects.filter(pk=own.category_id).update(steps=2)
    own.versions.filter(number=own.latest_version).update(created_by=publisher)
    assert set(waiting(other)) == {hasty, own}
    assert not waiting(publisher).exists()


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_it_agrees_when_a_sections_steps_change(steps):
    newsroom()
    Category.objects.filter(parent=None).update(steps=steps)
    for role in ("editor", "approver", "publisher"):
        assert agrees(make_user(role)) > 0


def test_what_has_its_moment_waits_for_nobody_unless_it_could_not_keep_it():
    publisher = make_user("publisher")
    odd_ones()
    assert [row.due_failure for row in waiting(publisher)] == ["Không đăng được."]
