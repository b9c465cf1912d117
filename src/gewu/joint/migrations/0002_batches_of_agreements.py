from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('joint', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='batch',
            name='agreement_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='batch',
            index=models.Index(condition=models.Q(('agreement_id__isnull', False)), fields=['township', 'agreement_id'], name='joint_batch_from'),
        ),
    ]
