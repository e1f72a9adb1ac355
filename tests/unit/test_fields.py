"""Fields bring text into its one form on every path: form, save, bulk_create, update, lookup."""

import unicodedata

import pytest
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Upper
from django.db.models.sql import InsertQuery
from django.forms import modelform_factory

from news.text.fields import BlockField, HtmlField, LineField, SortKeyField
from news.text.richtext import MAX_CHARACTERS, TooLarge
from news.text.vietnamese import person_key, title_key


class Leaflet(models.Model):
    """A model without a table, known to these tests only."""

    title = LineField(max_length=20)
    note = BlockField(blank=True)
    body = HtmlField(blank=True)
    code = LineField(max_length=20, null=True, blank=True)
    title_order = SortKeyField(source="title", kind="title")
    full_name = LineField(max_length=40, blank=True)
    name_order = SortKeyField()

    class Meta:
        app_label = "news"
        apps = Apps()  # no other test meets this model

    def __str__(self):
        return self.title


def field(name: str) -> models.Field:
    return Leaflet._meta.get_field(name)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


DIRTY = {
    "title": ("  Dân\u00a0\u00a0vận\u200b\0\ud800\n", "Dân vận"),
    "note": (f" {nfd('Ấn')} \r\n\r\n\r\n b\0", "Ấn\n\nb"),
    "body": ("<p onclick=x>a<script>b</script>\0\ud800", "<p>a</p>"),
}


@pytest.mark.parametrize(("name", "dirty", "stored"), [(k, *v) for k, v in DIRTY.items()])
def test_every_path_converts(name, dirty, stored):
    leaflet = Leaflet(**{name: dirty})
    assert field(name).get_prep_value(dirty) == stored
    assert field(name).get_db_prep_save(dirty, connection) == stored
    assert field(name).pre_save(leaflet, add=True) == stored
    assert getattr(leaflet, name) == stored
    assert field(name).to_python(dirty) == stored
    assert field(name).clean(dirty, leaflet) == stored


def test_bulk_create_and_update_send_converted_text():
    """The statements themselves, as both paths build them, without a database."""
    leaflets = [Leaflet(title=nfd("Ấn  phẩm"), body="<b>a</b>", full_name=" Lê  Ấn ")]
    fields = [f for f in Leaflet._meta.concrete_fields if not f.primary_key]
    insert = InsertQuery(Leaflet)
    insert.insert_values(fields, leaflets)
    [(_sql, values)] = insert.get_compiler("default").as_sql()
    assert values[:3] == ("Ấn phẩm", "", "<p><strong>a</strong></p>")
    assert values[4:] == (title_key("Ấn phẩm"), "Lê Ấn", person_key("Lê Ấn"))
    assert leaflets[0].title == "Ấn phẩm"

    update = Leaflet.objects.all().query.chain(models.sql.UpdateQuery)
    update.add_update_values({"title": " a  b ", "body": "<i>x</i>", "code": None})
    _sql, values = update.get_compiler("default").as_sql()
    assert values == ("a b", "<p><em>x</em></p>")


def test_expressions_pass_untouched():
    for expression in (F("code"), Upper("title"), Concat("title", Value("  x"))):
        for name in ("title", "note", "body"):
            assert field(name).get_prep_value(expression) is expression
            leaflet = Leaflet(**{name: expression})
            assert field(name).pre_save(leaflet, add=False) is expression


def test_none_stays_none():
    assert field("code").get_prep_value(None) is None
    assert field("code").to_python(None) is None
    assert field("code").pre_save(Leaflet(code=None), add=True) is None


@pytest.mark.parametrize(
    ("lookup", "value", "wanted"),
    [
        ("title", nfd("Ấn  a"), "Ấn a"),
        ("title__in", [nfd("Ấn")], "Ấn"),
        ("title__icontains", nfd("Ấn\u00a0 a "), "%Ấn a %"),
        ("title__startswith", nfd("Ấn"), "Ấn%"),
        ("note__contains", nfd("Ấn"), "%Ấn%"),
        ("body__icontains", nfd("Ấn"), "%Ấn%"),
        ("body", "<i>a</i>", "<p><em>a</em></p>"),
    ],
)
def test_lookups_find_what_is_stored(lookup, value, wanted):
    _sql, params = Leaflet.objects.filter(**{lookup: value}).query.sql_with_params()
    assert params == (wanted,)


def test_lookups_compare_with_other_columns():
    assert "title" in str(Leaflet.objects.filter(title__icontains=F("code")).query)


@pytest.mark.parametrize("name", ["title", "note", "body", "title_order"])
def test_migrations_name_django_only(name):
    _name, path, args, kwargs = field(name).deconstruct()
    assert path in ("django.db.models.CharField", "django.db.models.TextField")
    assert not args
    assert not {"source", "kind"} & set(kwargs)
    assert getattr(models, path.rpartition(".")[2])(**kwargs)
    assert field(name).clone().deconstruct()[1:] == (path, args, kwargs)


def form(**data):
    names = ["title", "note", "body", "code", "full_name"]
    return modelform_factory(Leaflet, fields=names)(data={"title": "a"} | data)


@pytest.mark.parametrize(("name", "dirty", "stored"), [(k, *v) for k, v in DIRTY.items()])
def test_forms_convert_before_they_check(name, dirty, stored):
    bound = form(**{name: dirty})
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data[name] == getattr(bound.instance, name) == stored


def test_lengths_are_counted_on_what_is_stored():
    assert form(title=nfd("ế") * 20).is_valid()
    assert list(form(title="ế" * 21).errors) == ["title"]


def test_browsers_do_not_cut_long_text_in_silence():
    assert "maxlength" not in str(form()["title"])


@pytest.mark.parametrize("nothing", ["", " \u200b\u00a0", "\0"])
def test_a_title_of_nothing_is_missing(nothing):
    assert form(title=nothing).errors.as_data()["title"][0].code == "required"


def test_an_empty_body_is_empty():
    bound = form(body="<p>&nbsp;</p>")
    assert bound.is_valid()
    assert bound.cleaned_data["body"] == ""


def test_an_empty_nullable_line_is_null():
    bound = form(code=" ")
    assert bound.is_valid()
    assert bound.cleaned_data["code"] is None


def test_too_large_a_body_is_an_error_at_its_field():
    huge = "x" * (MAX_CHARACTERS + 1)
    [message] = form(body=huge).errors["body"]
    assert "Hãy " in message
    with pytest.raises(ValidationError):
        field("body").clean(huge, Leaflet())
    with pytest.raises(TooLarge):
        field("body").get_prep_value(huge)


def test_sort_keys_follow_their_source():
    leaflet = Leaflet(title="Bài 2", full_name="Lê Trung Thành")
    assert field("title_order").pre_save(leaflet, add=True) == title_key("Bài 2")
    assert field("name_order").pre_save(leaflet, add=True) == person_key("Lê Trung Thành")
    assert leaflet.name_order == person_key("Lê Trung Thành")


def test_the_longest_sort_key_fits_its_column():
    leaflet = Leaflet(full_name="Ấ" * 5_000)
    assert len(field("name_order").pre_save(leaflet, add=True)) == SortKeyField.LONGEST


def test_sort_keys_sort_by_code_point():
    assert field("name_order").db_collation == "C"
    assert field("name_order").editable is False
