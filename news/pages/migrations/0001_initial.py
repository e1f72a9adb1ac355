"""The places of pages: a tree of two levels, kept by a trigger as that of the sections is."""

import django.db.models.deletion
from django.db import migrations, models

LEVELS = """
CREATE FUNCTION pages_page_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM pages_page WHERE article_id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM pages_page WHERE parent_id = NEW.article_id)
    ) THEN
        RAISE EXCEPTION 'pages have two levels' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER page_two_levels BEFORE INSERT OR UPDATE OF parent_id ON pages_page
    FOR EACH ROW EXECUTE FUNCTION pages_page_two_levels();
"""
NO_LEVELS = """
DROP TRIGGER page_two_levels ON pages_page;
DROP FUNCTION pages_page_two_levels();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('news', '0017_kinds'),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='page', serialize=False, to='news.article', verbose_name='nội dung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('duty', models.CharField(blank=True, editable=False, max_length=40, verbose_name='việc phải có')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='pages.page', verbose_name='nằm dưới trang')),
            ],
            options={
                'verbose_name': 'trang',
                'verbose_name_plural': 'trang',
                'ordering': ['position', 'article'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('article')), _negated=True), _connector='OR'), name='page_not_own_parent'), models.UniqueConstraint(condition=models.Q(('duty', ''), _negated=True), fields=('duty',), name='page_of_a_duty_once')],
            },
        ),
        migrations.RunSQL(LEVELS, NO_LEVELS),
    ]
