"""Model fields that bring text into its one form on every path into the database."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups

from . import richtext
from .folding import Folds
from .tags import LONGEST_KEY, tag_keys
from .vietnamese import (
    normalise,
    normalise_block,
    normalise_inline,
    person_key,
    title_key,
)


class GatedInput(forms.CharField):
    """A form field that converts what was typed before it counts and checks it."""

    def __init__(self, *, convert: Callable[[str], str], **options):
        self.convert = convert
        super().__init__(**options)

    def to_python(self, value):
        """Return the converted text; what the conversion leaves empty is the empty value."""
        text = super().to_python(value)
        return (text and self.convert(text)) or self.empty_value

    def widget_attrs(self, widget):
        """Return attributes without maxlength: browsers count NFD letters and cut in silence."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}


class GatedField(models.Field):
    """Text that is converted whether it comes from a form, `save`, `bulk_create` or `update`.

    Expressions and None pass untouched. Migrations name Django's own field, so that neither our
    code nor an editor is needed to replay them.
    """

    frozen_as = ""

    def convert(self, value: str) -> str:
        """Return the text in the form in which it is stored."""
        raise NotImplementedError

    def get_prep_value(self, value):
        """Return what the database gets, on every path."""
        value = models.Field.get_prep_value(self, value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.convert(str(value))

    def pre_save(self, model_instance, add):
        """Convert on the object as well, so that the object in hand equals its row."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.convert(value)
            setattr(model_instance, self.attname, value)
        return value

    def to_python(self, value):
        """Convert before validation, so that lengths are counted on what will be stored."""
        return value if value is None else self.convert(str(value))

    def formfield(self, **kwargs):
        """Return a form field that converts before it validates."""
        kwargs.setdefault("form_class", partial(GatedInput, convert=self.to_python))
        return super().formfield(**kwargs)

    def deconstruct(self):
        """Return the field as Django's own class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, self.frozen_as, args, kwargs


class LineField(GatedField, models.CharField):
    """One line of text: NFC, no invisibles, single spaces."""

    frozen_as = "django.db.models.CharField"

    def convert(self, value: str) -> str:
        """Return the text as one normalised line."""
        return normalise(value)


class BlockField(GatedField, models.TextField):
    """Several lines of plain text, normalised."""

    frozen_as = "django.db.models.TextField"

    def convert(self, value: str) -> str:
        """Return the text with every line normalised."""
        return normalise_block(value)


class HtmlField(GatedField, models.TextField):
    """HTML behind the gate: only what `richtext.clean` lets through is ever stored."""

    frozen_as = "django.db.models.TextField"

    def convert(self, value: str) -> str:
        """Return clean HTML. Raises TooLarge."""
        return richtext.clean(value)

    def to_python(self, value):
        """Clean before validation; what no parser should read is an error at the field."""
        try:
            return super().to_python(value)
        except richtext.TooLarge as error:
            raise ValidationError(str(error), code="too_large") from error


class SortKeyField(models.CharField):
    """The Vietnamese sort key of another field, made anew at every `save` and `bulk_create`.

    `source` names that field; `kind` is "person" or "title". `update()` and `save(update_fields)`
    that name the source must name the key as well.
    """

    # Far above the longest key of a 200-letter name, and within what an index row can hold.
    LONGEST = 1200

    def __init__(self, *args, source: str = "full_name", kind: str = "person", **options):
        self.source, self.make = source, {"person": person_key, "title": title_key}[kind]
        # Keys sort by code point, whatever language the database server sorts in.
        fixed = {"editable": False, "db_index": True, "db_collation": "C"}
        super().__init__(*args, **{"max_length": self.LONGEST, **options, **fixed})

    def pre_save(self, model_instance, add):
        """Compute the key from the source and set it on the object as well."""
        key = self.make(str(getattr(model_instance, self.source) or ""))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key

    def deconstruct(self):
        """Return the field as Django's own class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class TagKeysField(ArrayField):
    """The keys of an article's key words, by which the page of one finds its articles.

    Made anew at every `save` and `bulk_create`; `update()` and `save(update_fields)` that name
    `tags` must name the keys as well.
    """

    def __init__(self, **options):
        fixed = {"editable": False, "default": list}
        fixed["base_field"] = models.CharField(max_length=LONGEST_KEY)
        super().__init__(**{**options, **fixed})

    def pre_save(self, model_instance, add):
        """Compute the keys and set them on the object as well."""
        keys = tag_keys(model_instance.tags)
        setattr(model_instance, self.attname, keys)
        return keys

    def deconstruct(self):
        """Return the field as Django's own class."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs


class _NormalisedPattern:
    """Django prepares no patterns: `icontains` must normalise by itself what is looked for."""

    def get_prep_lookup(self):
        """Return the pattern normalised, a space at its ends kept."""
        value = super().get_prep_lookup()
        return normalise_inline(value) if isinstance(value, str) else value


for _lookup in (
    lookups.Contains,
    lookups.IContains,
    lookups.StartsWith,
    lookups.IStartsWith,
    lookups.EndsWith,
    lookups.IEndsWith,
):
    _normalised = type(_lookup.__name__, (_NormalisedPattern, _lookup), {})
    for _field in (LineField, BlockField, HtmlField):
        _field.register_lookup(_normalised)

for _field in (models.CharField, models.TextField):
    _field.register_lookup(Folds)
