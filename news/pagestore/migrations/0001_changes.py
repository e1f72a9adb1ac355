"""The rows of changes, and a trigger on every table that readers' pages are made of."""

import django.db.models.functions.datetime
from django.db import migrations, models

# Those of news/pagestore/tables.py; what of an article readers see stands in changes_publicchange.
WATCHED = (
    "addresses_redirect", "authors_author", "authors_unit", "changes_publicchange",
    "media_attachment", "media_formerfile", "media_image", "news_archivepage", "news_category",
    "news_correction", "news_pin", "news_thread", "pages_page", "search_recommendation",
    "search_samewords", "sharing_sharepicture", "site_account", "site_banner", "site_frontblock",
    "site_menuitem", "site_official", "site_outage", "site_portal",
)

FUNCTIONS = """
CREATE FUNCTION pagestore_tell(told text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pagestore_change (xid, name)
        VALUES (pg_current_xact_id()::text::bigint, told) ON CONFLICT DO NOTHING;
    PERFORM pg_notify('pages', told);
END $$;

CREATE FUNCTION pagestore_table_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pagestore_tell(TG_TABLE_NAME::text);
    RETURN NULL;
END $$;

CREATE FUNCTION pagestore_moment_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pagestore_tell('moments');
    RETURN NULL;
END $$;
CREATE TRIGGER pagestore_due AFTER UPDATE ON news_article FOR EACH ROW
    WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at)
    EXECUTE FUNCTION pagestore_moment_set();
"""
NO_FUNCTIONS = """
DROP TRIGGER pagestore_due ON news_article;
DROP FUNCTION pagestore_moment_set();
DROP FUNCTION pagestore_table_changed();
DROP FUNCTION pagestore_tell(text);
"""
TRIGGER = """
CREATE TRIGGER pagestore_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {}
    FOR EACH STATEMENT EXECUTE FUNCTION pagestore_table_changed();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('addresses', '0002_gone'),
        ('authors', '0001_initial'),
        ('changes', '0002_files_and_places'),
        ('media', '0004_sounds'),
        ('news', '0021_recordings'),
        ('pages', '0001_initial'),
        ('search', '0006_titles_and_phrases'),
        ('sharing', '0001_initial'),
        ('site', '0005_contacts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('xid', models.BigIntegerField()),
                ('name', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='pagestore_change_age')],
                'constraints': [models.UniqueConstraint(fields=('xid', 'name'), name='pagestore_change_once')],
            },
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(
            migrations.RunSQL(TRIGGER.format(table), f"DROP TRIGGER pagestore_changed ON {table};")
            for table in WATCHED
        ),
    ]
