"""Rules the database keeps by itself, below whatever the application does."""

from django.db import migrations

# What happened stays written: no change, no deletion, whoever asks.
EVENTS = """
CREATE FUNCTION news_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an article event is never changed or deleted'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER article_event_is_final BEFORE UPDATE OR DELETE ON news_articleevent
    FOR EACH ROW EXECUTE FUNCTION news_event_is_final();
CREATE TRIGGER article_event_not_truncated BEFORE TRUNCATE ON news_articleevent
    FOR EACH STATEMENT EXECUTE FUNCTION news_event_is_final();
"""
NO_EVENTS = """
DROP TRIGGER article_event_not_truncated ON news_articleevent;
DROP TRIGGER article_event_is_final ON news_articleevent;
DROP FUNCTION news_event_is_final();
"""

# A tree of two levels: a parent has no parent, and a section with children has none either.
CATEGORIES = """
CREATE FUNCTION news_category_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM news_category WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM news_category WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'sections have two levels' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER category_two_levels BEFORE INSERT OR UPDATE OF parent_id ON news_category
    FOR EACH ROW EXECUTE FUNCTION news_category_two_levels();
"""
NO_CATEGORIES = """
DROP TRIGGER category_two_levels ON news_category;
DROP FUNCTION news_category_two_levels();
"""

# Co-authors are an array (so that a version holds them whole), which no foreign key protects.
AUTHORS = """
CREATE FUNCTION news_author_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM news_article WHERE co_authors @> ARRAY[OLD.id])
        OR EXISTS (SELECT 1 FROM news_articleversion WHERE co_authors @> ARRAY[OLD.id]) THEN
        RAISE EXCEPTION 'this author signs articles' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER author_in_use BEFORE DELETE ON authors_author
    FOR EACH ROW EXECUTE FUNCTION news_author_in_use();
"""
NO_AUTHORS = """
DROP TRIGGER author_in_use ON authors_author;
DROP FUNCTION news_author_in_use();
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial"), ("authors", "0001_initial")]

    operations = [
        migrations.RunSQL(EVENTS, NO_EVENTS),
        migrations.RunSQL(CATEGORIES, NO_CATEGORIES),
        migrations.RunSQL(AUTHORS, NO_AUTHORS),
    ]
