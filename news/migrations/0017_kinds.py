"""News and pages are one table; what a row is never changes."""

from django.conf import settings
from django.db import migrations, models

KIND = """
CREATE FUNCTION news_article_kind_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'news never becomes a page, a page never news'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER article_kind_stays BEFORE UPDATE OF kind ON news_article
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
    EXECUTE FUNCTION news_article_kind_stays();
"""
NO_KIND = """
DROP TRIGGER article_kind_stays ON news_article;
DROP FUNCTION news_article_kind_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('authors', '0001_initial'),
        ('media', '0003_attachments'),
        ('news', '0016_tag_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='kind',
            field=models.CharField(choices=[('tin', 'Tin bài'), ('trang', 'Trang')], db_default='tin', default='tin', editable=False, max_length=8, verbose_name='loại'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['tin', 'trang'])), name='article_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'trang'), _negated=True), models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$'), models.Q(('slug__regex', '(^|[-/])[0-9]+(/|$)'), _negated=True)), _connector='OR'), name='article_page_address_form'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'trang')), fields=('slug',), name='article_page_address_once'),
        ),
        migrations.RunSQL(KIND, NO_KIND),
    ]
