"""Nothing is forgotten by an export: every table and column is decided about."""

import json
import re

import jsonschema
import pytest
from django.apps import apps

from config.operations.leaving import describing, folder, plan
from config.operations.leaving.columns import Table
from config.operations.management.commands import draw_export_format

KINDS = {kind.label: kind for kind in plan.KINDS}
ALL = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
# Words that such columns have in their names, and columns that have them and are no secret.
SECRET = re.compile(r"password|secret|token|hash|code|key|credential|session|otp|last_step")
NO_SECRET = {
    *(f"{kind}.hash" for kind in ("news.ArticleEvent", "site.SiteEvent", "accounts.AccountEvent")),
    *("authors.Unit.code", "news.Waiver.code", "search.DaySearches.key"),
}


def test_every_table_is_exported_or_left_out_with_a_reason():
    assert set(ALL) == set(KINDS) | set(plan.LEFT_OUT)
    assert not set(KINDS) & set(plan.LEFT_OUT)
    assert all(len(reason) > 10 for reason in plan.LEFT_OUT.values())


@pytest.mark.parametrize("kind", plan.KINDS, ids=lambda kind: kind.label)
def test_every_column_is_exported_or_left_out_and_has_a_type(kind):
    fields = {field.name for field in ALL[kind.label]._meta.concrete_fields}
    table = Table(kind, describing.FULL)
    assert {column.name for column in table.columns} == fields - set(kind.without)
    assert set(kind.without) <= fields
    assert set(kind.brief) <= fields - set(kind.without)
    assert all(column.type.schema is not None for column in table.columns)


@pytest.mark.parametrize("kind", plan.KINDS, ids=lambda kind: kind.label)
def test_no_column_that_sounds_like_a_secret_is_exported(kind):
    names = {f"{kind.label}.{column.name}" for column in Table(kind, describing.FULL).columns}
    assert not {name for name in names if SECRET.search(name.split(".")[2])} - NO_SECRET


def test_no_row_comes_before_one_that_it_names():
    order = {kind.label: number for number, kind in enumerate(plan.KINDS)}
    for kind in plan.KINDS:
        for column in Table(kind, describing.FULL).columns:
            if column.field.is_relation and not column.by_name:
                named = column.field.related_model._meta.label
                assert order[named] <= order[kind.label], f"{kind.label}.{column.name}"


def test_the_description_in_docs_is_up_to_date():
    page, schema = draw_export_format.PAGE, draw_export_format.SCHEMA
    told = "run manage.py draw_export_format"
    assert page.read_text(encoding="utf-8") == draw_export_format.page(), told
    drawn = folder.written(describing.schema(describing.FULL))
    assert schema.read_bytes() == drawn, told
    jsonschema.Draft202012Validator.check_schema(json.loads(drawn))


def test_a_name_only_account_has_its_name_and_nothing_else():
    table = Table(KINDS["accounts.User"], {"accounts": False, "feedback": False})
    assert [column.name for column in table.columns] == ["id", "username", "full_name"]
