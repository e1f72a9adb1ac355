"""The attachments of an article and of each version; one that is named anywhere stays."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

IN_USE = """
CREATE FUNCTION news_attachment_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM news_article WHERE attachments @> ARRAY[OLD.id])
        OR EXISTS (SELECT 1 FROM news_articleversion WHERE attachments @> ARRAY[OLD.id]) THEN
        RAISE EXCEPTION 'an article names this file' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER attachment_in_use BEFORE DELETE ON media_attachment
    FOR EACH ROW EXECUTE FUNCTION news_attachment_in_use();
"""
NOT_IN_USE = """
DROP TRIGGER attachment_in_use ON media_attachment;
DROP FUNCTION news_attachment_in_use();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('authors', '0001_initial'),
        ('media', '0003_attachments'),
        ('news', '0004_version_pictures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='attachments',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='tệp đính kèm'),
        ),
        migrations.AddField(
            model_name='articleversion',
            name='attachments',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='tệp đính kèm'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['attachments'], name='article_attachments'),
        ),
        migrations.AddIndex(
            model_name='articleversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['attachments'], name='version_attachments'),
        ),
        migrations.RunSQL(IN_USE, NOT_IN_USE),
    ]
