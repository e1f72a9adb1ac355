"""The keys of key words, by which the page of one finds its articles; pages of the long lists."""

from collections import defaultdict

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

from news.text.tags import tag_keys

BATCH = 1_000
PAGE_SIZE = 20


def fill(apps, schema_editor):
    """What was written before is found as well."""
    model = apps.get_model("news", "Article")
    batch = []
    for row in model.objects.exclude(tags=[]).only("tags").iterator(chunk_size=BATCH):
        row.tag_keys = tag_keys(row.tags)
        batch.append(row)
        if len(batch) == BATCH:
            model.objects.bulk_update(batch, ["tag_keys"])
            batch.clear()
    model.objects.bulk_update(batch, ["tag_keys"])


def number(apps, schema_editor):
    """Where the pages of a list begin that fills more than one."""
    rows = apps.get_model("news", "Article").objects.exclude(tag_keys=[])
    rows = rows.filter(published_version__isnull=False, withdrawn_at=None)
    lists = defaultdict(list)
    for keys, at, pk in rows.order_by("published_at", "pk").values_list("tag_keys", "published_at", "pk"):
        for key in keys:
            lists[key].append((at, pk))
    page = apps.get_model("news", "ArchivePage")
    page.objects.bulk_create(
        page(listing=f"tag:{key}", number=place, starts_at=at, starts_id=pk)
        for key, found in lists.items()
        if len(found) > PAGE_SIZE
        for place, (at, pk) in enumerate(found[::PAGE_SIZE], 1)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('authors', '0001_initial'),
        ('media', '0003_attachments'),
        ('news', '0015_account_letters'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='tag_keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, editable=False, size=None, verbose_name='từ khoá trong địa chỉ'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tag_keys'], name='article_tag_keys'),
        ),
    ]
