from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0005_steps_and_rare_rows'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['here', 'away']), ('user__isnull', False)), fields=('township', 'user'), name='registers_person_account_once'),
        ),
    ]
