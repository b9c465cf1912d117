from django.db import migrations, models
from django.db.models import F, Q

import gewu.kernel.models.operational


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.UUIDField(editable=False, primary_key=True, serialize=False),
                ),
                ("township", models.IntegerField(editable=False)),
                ("journal_length", models.IntegerField(default=0, editable=False)),
                ("journal_head", models.BinaryField(default=bytes)),
                ("label", models.CharField(max_length=60)),
                ("prefix", models.CharField(max_length=24)),
                ("digest", models.BinaryField(max_length=32)),
                ("live", models.BooleanField(default=False)),
                ("per_minute", models.PositiveSmallIntegerField()),
                ("per_day", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("minute", models.DateTimeField(null=True)),
                ("used_in_minute", models.PositiveIntegerField(default=0)),
                ("day", models.DateField(null=True)),
                ("used_on_day", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["township", "-issued_at", "-id"],
                        name="open311_key_newest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            township=gewu.kernel.models.operational.HomeOfId(F("id"))
                        ),
                        name="open311_key_home",
                    ),
                    models.UniqueConstraint(
                        fields=("township", "digest"), name="open311_key_digest_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(per_minute__gte=1) & Q(per_day__gte=1),
                        name="open311_key_limits_positive",
                    ),
                    models.CheckConstraint(
                        condition=~Q(label=""), name="open311_key_label_given"
                    ),
                ],
            },
        ),
    ]
