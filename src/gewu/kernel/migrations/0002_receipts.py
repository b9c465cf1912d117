import gewu.kernel.models.journal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0001_journal"),
    ]

    operations = [
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BinaryField(primary_key=True, serialize=False)),
                ('request', models.BinaryField()),
                ('attempt', models.UUIDField()),
                ('answer', gewu.kernel.models.journal.CanonicalJSON(null=True)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['recorded_at'], name='kernel_receipt_recorded')],
            },
        ),
    ]
