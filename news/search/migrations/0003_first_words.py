"""The words that mean the same with which a portal begins."""

from django.db import migrations

from news.search import first_words


def begin(apps, schema_editor):
    """Make those that never were there."""
    first_words.put(apps.get_model("search", "SameWords"))


class Migration(migrations.Migration):

    dependencies = [("search", "0002_same_words")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=False)]
