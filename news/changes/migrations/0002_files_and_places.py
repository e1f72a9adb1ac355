"""What citizens see of an article changes also where its row does not: a file takes another's place
at its address, a page moves in the tree."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION changes_note_beside(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz := clock_timestamp();
BEGIN
    DELETE FROM changes_publicchange WHERE article_id = ANY(numbers) AND at < moment;
    INSERT INTO changes_publicchange (article_id, at)
        SELECT id, moment FROM news_article
        WHERE id = ANY(numbers) AND published_version IS NOT NULL
        ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION changes_note_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM changes_note_beside(ARRAY(
        SELECT id FROM news_article WHERE attachments @> ARRAY[NEW.id] OR audio_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER attachment_public_change AFTER UPDATE ON media_attachment FOR EACH ROW
    WHEN ((OLD.file, OLD.title, OLD.kind, OLD.size, OLD.sha256)
        IS DISTINCT FROM (NEW.file, NEW.title, NEW.kind, NEW.size, NEW.sha256))
    EXECUTE FUNCTION changes_note_file();

CREATE FUNCTION changes_note_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM changes_note_beside(ARRAY[NEW.article_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER page_public_change AFTER UPDATE ON pages_page FOR EACH ROW
    WHEN ((OLD.parent_id, OLD.position) IS DISTINCT FROM (NEW.parent_id, NEW.position))
    EXECUTE FUNCTION changes_note_place();
"""
NO_TRIGGERS = """
DROP TRIGGER page_public_change ON pages_page;
DROP TRIGGER attachment_public_change ON media_attachment;
DROP FUNCTION changes_note_place();
DROP FUNCTION changes_note_file();
DROP FUNCTION changes_note_beside(bigint[]);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('changes', '0001_changes'),
        ('media', '0004_sounds'),
        ('news', '0021_recordings'),
        ('pages', '0001_initial'),
    ]

    operations = [migrations.RunSQL(TRIGGERS, NO_TRIGGERS)]
