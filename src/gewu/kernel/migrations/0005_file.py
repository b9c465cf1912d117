import gewu.kernel.models.operational
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_application_role"),
    ]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("township", models.IntegerField(editable=False)),
                ("sha256", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.IntegerField()),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("uploaded_by", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["township", "subject_id"], name="kernel_file_subject"),
                    models.Index(fields=["sha256"], name="kernel_file_sha256"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("township", gewu.kernel.models.operational.HomeOfId(models.F("id")))
                        ),
                        name="kernel_file_home",
                    )
                ],
            },
        ),
    ]
