"""An index of the pictures in each version's text, so that where a picture is used is known."""

from django.db import migrations

# The address is written as the HTML gate writes it (news/text/document.py, MEDIA_URL).
INDEX = """
CREATE FUNCTION news_text_pictures(body text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT ARRAY(
        SELECT found[1] FROM regexp_matches(
            body, '<img (?:[a-z]+="[^"]*" )*src="/media/([^"]+)"', 'g'
        ) AS found
    )
$$;
CREATE INDEX version_pictures ON news_articleversion USING gin (news_text_pictures(body));
"""
NO_INDEX = """
DROP INDEX version_pictures;
DROP FUNCTION news_text_pictures(text);
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0003_waivers")]

    operations = [migrations.RunSQL(INDEX, NO_INDEX)]
