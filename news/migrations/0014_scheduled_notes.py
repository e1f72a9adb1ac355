"""What readers are told of a scheduled version, and why one could not take its place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def say_in_words(apps, schema_editor):
    """A mark that readers hear of the switch becomes the kind of note; it had no words."""
    rows = apps.get_model("news", "Article").objects.filter(due_told=True, due_at__isnull=False)
    rows.update(due_change="update")


def say_yes_or_no(apps, schema_editor):
    """The other way: words are dropped, the mark stays."""
    rows = apps.get_model("news", "Article").objects.exclude(due_change="")
    rows.update(due_told=True)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0013_saved_filters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField("article", "due_change", "due_told"),
        migrations.AddField(
            model_name='article',
            name='due_change',
            field=models.CharField(blank=True, default='', editable=False, max_length=10, verbose_name='bản hẹn giờ ghi gì cho người đọc'),
        ),
        migrations.RunPython(say_in_words, say_yes_or_no),
        migrations.RemoveField(
            model_name='article',
            name='due_told',
        ),
        migrations.AddField(
            model_name='article',
            name='due_mistake',
            field=models.TextField(blank=True, default='', editable=False, verbose_name='nội dung đã đăng sai'),
        ),
        migrations.AddField(
            model_name='article',
            name='due_words',
            field=models.TextField(blank=True, default='', editable=False, verbose_name='lời cho người đọc'),
        ),
        migrations.AddField(
            model_name='article',
            name='due_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi lời cho người đọc'),
        ),
        migrations.AddField(
            model_name='article',
            name='due_failure',
            field=models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='không đăng được đúng giờ'),
        ),
        migrations.AddField(
            model_name='article',
            name='due_failed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__isnull', False), models.Q(('due_by', None), ('due_change', ''), ('due_mistake', ''), ('due_words', ''), ('due_failed_at', None), ('due_failure', '')), _connector='OR'), name='article_due_is_all_or_nothing'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_by', None), ('due_change', ''), ('due_mistake', ''), ('due_words', '')), models.Q(('due_change', 'update'), ('due_mistake', '')), models.Q(('due_change', 'correction'), models.Q(('due_mistake', ''), _negated=True), models.Q(('due_words', ''), _negated=True)), _connector='OR'), name='article_due_change_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('due_words', ''), ('due_by__isnull', False), _connector='OR'), name='article_due_words_have_author'),
        ),
    ]
