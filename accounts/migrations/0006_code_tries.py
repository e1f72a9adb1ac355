"""Counts the wrong codes typed for somebody while theirs was open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='onetimecode',
            name='tries',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
