from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkups', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='given_to',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='finding',
            name='given_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='finding',
            name='again',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['given_to', '-found_at'], name='checkups_given'),
        ),
    ]
