"""What checks of data health say of rows on their way in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0004_whom_a_list_names'),
    ]

    operations = [
        migrations.AddField('import', 'doubts', models.PositiveIntegerField(default=0)),
        migrations.AddField('finding', 'check_key', models.CharField(blank=True, default='', max_length=48)),
        migrations.AddField('finding', 'facts', models.JSONField(default=dict)),
    ]
