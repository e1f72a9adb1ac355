"""Articles that nobody can move on: the query says what asking everybody says."""

import itertools

import pytest
from django.db.models import Q

from accounts.models import User
from news import workflow
from news.models import Article, Assignment, State
from news.rights import sees
from news.transitions import FORWARD, TRANSITIONS
from tests.factories import WAYS, assign, make_article, make_category, make_unit, make_user

pytestmark = pytest.mark.django_db
WAITING = (State.SUBMITTED, State.EDITING, State.PENDING, State.APPROVED)


@pytest.fixture
def office() -> dict:
    """Two units, sections of two to four steps and a sub-section, an article of each state in each,
    and nobody left who made the moves."""
    root = make_category("Tin tức", steps=3)
    sections = [root, make_category("Nông nghiệp", parent=root)]
    sections += [make_category("Hai bước", steps=2), make_category("Văn hoá")]
    units = [make_unit("BTGHU"), make_unit("MTTQ")]
    made = [make_article(state, category=sections[3], unit=units[0]) for state in WAYS]
    for row, (section, unit) in itertools.product(made, itertools.product(sections, units)):
        copy = Article.objects.get(pk=row.pk)
        copy.pk, copy._state.adding, copy.category, copy.unit = None, True, section, unit
        copy.save()
        version = row.versions.last()
        version.pk, version._state.adding, version.article = None, True, copy
        version.save()
    User.objects.update(is_active=False)
    return {"sections": sections, "units": units}


def asked_of_everybody() -> set[int]:
    """The same, by the refusals of every person."""
    people = [User.objects.get(pk=pk) for pk in User.objects.values_list("pk", flat=True)]
    people = [user for user in people if user.is_active and not user.is_superuser]
    rows = Article.objects.filter(state__in=WAITING, binned_at=None)
    return {row.pk for row in rows if not any(_moves_on(row, user) for user in people)}


def _moves_on(article, user) -> bool:
    for name in FORWARD:
        move = TRANSITIONS[name]
        if article.state not in move.sources_in(article.steps) or not sees(user, article):
            continue
        right = user.has_perm(move.permission_in(article.state), article)
        other = not move.asks_other_eyes(article.state) or not workflow.wrote(article, user)
        if right and other:
            return True
    return False


def numbers(rows) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def test_with_nobody_there_everything_that_waits_lies_still(office):
    waits = numbers(Article.objects.filter(state__in=WAITING))
    assert numbers(workflow.stranded()) == asked_of_everybody() == waits


@pytest.mark.parametrize("role", ["contributor", "editor", "approver", "publisher", "system_admin"])
def test_it_agrees_with_every_role_in_every_place(office, role):
    unit, root, sub = office["units"][0], *office["sections"][:2]
    make_user(is_superuser=True)
    user, both = make_user(), {"unit": unit, "category": root}
    for place in ({}, {"unit": unit}, {"category": root}, {"category": sub}, both):
        row = assign(user, role, **place)
        assert numbers(workflow.stranded()) == asked_of_everybody(), place
        row.delete()


def test_writers_do_not_approve_their_own(office, settings):
    row = Article.objects.filter(state=State.PENDING).first()
    User.objects.filter(pk=row.created_by_id).update(is_active=True)
    assign(row.created_by, "approver")
    assert row.pk in numbers(workflow.stranded())
    assert numbers(workflow.stranded()) == asked_of_everybody()
    settings.SELF_APPROVAL = True
    assert row.pk not in numbers(workflow.stranded())


def test_neither_does_who_saved_the_newest_version(office):
    user = make_user("approver")
    row = Article.objects.filter(state=State.PENDING).first()
    assert row.pk not in numbers(workflow.stranded())
    version = row.versions.last()
    version.pk, version._state.adding = None, True
    version.number, version.created_by = version.number + 1, user
    version.save()
    Article.objects.filter(pk=row.pk).update(latest_version=version.number)
    assert numbers(workflow.stranded()) == asked_of_everybody()
    assert row.pk in numbers(workflow.stranded())


def test_what_would_lie_still_without_some(office):
    one, two = make_user("approver"), make_user("approver")
    gone = Assignment.objects.filter(user=one).values("pk")
    before = numbers(workflow.stranded())
    assert numbers(workflow.stranded(_of(gone))) == before
    User.objects.filter(pk=two.pk).update(is_active=False)
    assert numbers(workflow.stranded()) == before
    assert numbers(workflow.stranded(_of(gone))) > before


def _of(gone) -> Q:
    return Q(pk__in=gone)


def test_it_is_one_query(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        workflow.stranded().count()
