"""The record of moves as a chain: the database numbers each row and seals it with a hash."""

from django.db import migrations, models

# What a row says, in one text: any change of any column changes it. Times as UTC in microseconds.
# The lock makes one writer at a time, so that serials have no gap and hashes no branch.
SEAL = """
CREATE FUNCTION news_event_text(e news_articleevent) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        e.serial, e.id, e.article_id, e.action, e.actor_id, e.role,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        e.from_state, e.to_state, e.version, e.note, host(e.address), e.refused,
        e.before, e.after
    )::text
$$;
CREATE FUNCTION news_event_hash(e news_articleevent, previous text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(previous || news_event_text(e), 'UTF8')), 'hex')
$$;
CREATE FUNCTION news_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('news_articleevent'));
    SELECT serial, hash INTO last FROM news_articleevent ORDER BY serial DESC LIMIT 1;
    NEW.serial := COALESCE(last.serial, 0) + 1;
    NEW.hash := news_event_hash(NEW, COALESCE(last.hash, ''));
    RETURN NEW;
END $$;
CREATE TRIGGER article_event_seal BEFORE INSERT ON news_articleevent
    FOR EACH ROW EXECUTE FUNCTION news_event_seal();
"""
NO_SEAL = """
DROP TRIGGER article_event_seal ON news_articleevent;
DROP FUNCTION news_event_seal();
DROP FUNCTION news_event_hash(news_articleevent, text);
DROP FUNCTION news_event_text(news_articleevent);
"""
# Rows from before the chain get their number and hash in the order in which they were written.
SEAL_OLD = """
ALTER TABLE news_articleevent DISABLE TRIGGER article_event_is_final;
DO $$
DECLARE
    e news_articleevent;
    previous text := '';
    n bigint := 0;
BEGIN
    FOR e IN SELECT * FROM news_articleevent ORDER BY id LOOP
        n := n + 1;
        e.serial := n;
        previous := news_event_hash(e, previous);
        UPDATE news_articleevent SET serial = n, hash = previous WHERE id = e.id;
    END LOOP;
END $$;
ALTER TABLE news_articleevent ENABLE TRIGGER article_event_is_final;
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0006_newsroom")]

    operations = [
        migrations.RunSQL(SEAL, NO_SEAL),
        migrations.RunSQL(SEAL_OLD, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "articleevent", models.UniqueConstraint(fields=["serial"], name="event_serial_once")
        ),
    ]
