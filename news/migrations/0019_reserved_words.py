"""The address of the archive by days is no section's."""

import django.core.validators
from django.db import migrations, models


def move_away(apps, schema_editor):
    """A section that stood there goes to an address beside it."""
    model = apps.get_model("news", "Category")
    model.objects.filter(slug="luu-tru").update(slug="luu-tru-tin")


class Migration(migrations.Migration):

    dependencies = [
        ('news', '0018_threads'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='category',
            name='category_slug_form',
        ),
        migrations.AlterField(
            model_name='category',
            name='slug',
            field=models.CharField(blank=True, help_text='Để trống thì lấy theo tên, ví dụ xay-dung-dang.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^(?!(trang|luu-tru)$)[a-z0-9]+(-[a-z0-9]+)*$', 'Chỉ gồm a-z, 0-9 và gạch nối; không dùng “trang”, “luu-tru”.'), django.core.validators.RegexValidator('(^|-)[0-9]+$', 'Địa chỉ chuyên mục không được kết thúc bằng số.', inverse_match=True)], verbose_name='địa chỉ'),
        ),
        migrations.RunPython(move_away, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('slug__regex', '^(?!(trang|luu-tru)$)[a-z0-9]+(-[a-z0-9]+)*$'), models.Q(('slug__regex', '(^|-)[0-9]+$'), _negated=True)), name='category_slug_form'),
        ),
    ]
