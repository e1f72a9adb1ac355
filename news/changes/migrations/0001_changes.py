"""The moments of change, the trigger that writes them, and one for everything public before."""

import django.db.models.deletion
from django.db import migrations, models

# What only the newsroom sees; every other column, also one that is added later, tells citizens.
INNER = (
    "state", "latest_version", "updated_at", "review_at", "binned_at", "urgent_by_id",
    "created_by_id", "needs_work", "search_key", "external_id", "due_at", "due_change",
    "due_mistake", "due_words", "due_by_id", "due_failure", "due_failed_at",
)

TRIGGER = """
CREATE FUNCTION changes_note_article() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    inner_columns text[] := ARRAY[%s];
    moment timestamptz := clock_timestamp();
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.published_version IS NULL AND OLD.published_version IS NULL THEN
            RETURN NULL;
        END IF;
        IF to_jsonb(NEW) - inner_columns = to_jsonb(OLD) - inner_columns THEN
            RETURN NULL;
        END IF;
        DELETE FROM changes_publicchange WHERE article_id = NEW.id;
    ELSIF NEW.published_version IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO changes_publicchange (article_id, at)
        SELECT DISTINCT NEW.id, told FROM unnest(ARRAY[moment, NEW.published_at, NEW.expires_at]) AS told
        WHERE told >= moment;
    RETURN NULL;
END $$;
CREATE TRIGGER article_public_change AFTER INSERT OR UPDATE ON news_article
    FOR EACH ROW EXECUTE FUNCTION changes_note_article();
INSERT INTO changes_publicchange (article_id, at)
    SELECT id, coalesce(greatest(withdrawn_at, changed_at, noticed_at,
        CASE WHEN published_at <= now() THEN published_at END), now())
    FROM news_article WHERE published_version IS NOT NULL
    UNION
    SELECT id, told FROM news_article, unnest(ARRAY[published_at, expires_at]) AS told
    WHERE published_version IS NOT NULL AND (told > now() OR told = expires_at);
""" % ", ".join(f"'{name}'" for name in INNER)
NO_TRIGGER = """
DROP TRIGGER article_public_change ON news_article;
DROP FUNCTION changes_note_article();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0020_related'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='news.article')),
            ],
            options={
                'indexes': [models.Index(fields=['at', 'article'], name='public_change_order')],
                'constraints': [models.UniqueConstraint(fields=('article', 'at'), name='public_change_moment_once')],
            },
        ),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]
