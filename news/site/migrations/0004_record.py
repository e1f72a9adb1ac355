"""The record of the frame as a chain: numbered and sealed by the database, never changed."""

from django.db import migrations

# What a row says, in one text: any change of any column changes it. Times as UTC in microseconds.
# The lock makes one writer at a time, so that serials have no gap and hashes no branch.
SEAL = """
CREATE FUNCTION site_event_text(e site_siteevent) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        e.serial, e.id, e.action, e.actor_id, e.role,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        host(e.address), e.note, e.before, e.after
    )::text
$$;
CREATE FUNCTION site_event_hash(e site_siteevent, previous text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(previous || site_event_text(e), 'UTF8')), 'hex')
$$;
CREATE FUNCTION site_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('site_siteevent'));
    SELECT serial, hash INTO last FROM site_siteevent ORDER BY serial DESC LIMIT 1;
    NEW.serial := COALESCE(last.serial, 0) + 1;
    NEW.hash := site_event_hash(NEW, COALESCE(last.hash, ''));
    RETURN NEW;
END $$;
CREATE TRIGGER site_event_seal BEFORE INSERT ON site_siteevent
    FOR EACH ROW EXECUTE FUNCTION site_event_seal();
"""
NO_SEAL = """
DROP TRIGGER site_event_seal ON site_siteevent;
DROP FUNCTION site_event_seal();
DROP FUNCTION site_event_hash(site_siteevent, text);
DROP FUNCTION site_event_text(site_siteevent);
"""
FINAL = """
CREATE FUNCTION site_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a site event is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER site_event_is_final BEFORE UPDATE OR DELETE ON site_siteevent
    FOR EACH ROW EXECUTE FUNCTION site_event_is_final();
CREATE TRIGGER site_event_not_truncated BEFORE TRUNCATE ON site_siteevent
    FOR EACH STATEMENT EXECUTE FUNCTION site_event_is_final();
"""
NOT_FINAL = """
DROP TRIGGER site_event_not_truncated ON site_siteevent;
DROP TRIGGER site_event_is_final ON site_siteevent;
DROP FUNCTION site_event_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("site", "0003_frame")]

    operations = [
        migrations.RunSQL(SEAL, NO_SEAL),
        migrations.RunSQL(FINAL, NOT_FINAL),
    ]
