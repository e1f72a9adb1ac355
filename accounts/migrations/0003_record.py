"""The record of accounts as a chain: numbered and sealed by the database, never changed."""

from django.db import migrations

# What a row says, in one text: any change of any column changes it. Times as UTC in microseconds.
# The lock makes one writer at a time, so that serials have no gap and hashes no branch.
SEAL = """
CREATE FUNCTION accounts_event_text(e accounts_accountevent) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        e.serial, e.id, e.action, e.actor_id, e.subject_id,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        host(e.address), e.agent, e.note, e.before, e.after
    )::text
$$;
CREATE FUNCTION accounts_event_hash(e accounts_accountevent, previous text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(previous || accounts_event_text(e), 'UTF8')), 'hex')
$$;
CREATE FUNCTION accounts_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('accounts_accountevent'));
    SELECT serial, hash INTO last FROM accounts_accountevent ORDER BY serial DESC LIMIT 1;
    NEW.serial := COALESCE(last.serial, 0) + 1;
    NEW.hash := accounts_event_hash(NEW, COALESCE(last.hash, ''));
    RETURN NEW;
END $$;
CREATE TRIGGER account_event_seal BEFORE INSERT ON accounts_accountevent
    FOR EACH ROW EXECUTE FUNCTION accounts_event_seal();
"""
NO_SEAL = """
DROP TRIGGER account_event_seal ON accounts_accountevent;
DROP FUNCTION accounts_event_seal();
DROP FUNCTION accounts_event_hash(accounts_accountevent, text);
DROP FUNCTION accounts_event_text(accounts_accountevent);
"""
FINAL = """
CREATE FUNCTION accounts_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an account event is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER account_event_is_final BEFORE UPDATE OR DELETE ON accounts_accountevent
    FOR EACH ROW EXECUTE FUNCTION accounts_event_is_final();
CREATE TRIGGER account_event_not_truncated BEFORE TRUNCATE ON accounts_accountevent
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_event_is_final();
"""
NOT_FINAL = """
DROP TRIGGER account_event_not_truncated ON accounts_accountevent;
DROP TRIGGER account_event_is_final ON accounts_accountevent;
DROP FUNCTION accounts_event_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signing_in")]

    operations = [
        migrations.RunSQL(SEAL, NO_SEAL),
        migrations.RunSQL(FINAL, NOT_FINAL),
    ]
