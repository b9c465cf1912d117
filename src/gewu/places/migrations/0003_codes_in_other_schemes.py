import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0002_addresses")]

    operations = [
        migrations.CreateModel(
            "AreaCode",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=24)),
                ("use", models.CharField(choices=[("old", "old"), ("external", "external")], max_length=10)),
                (
                    "area",
                    models.ForeignKey(
                        "places.Area", django.db.models.deletion.PROTECT, related_name="codes"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "code"), name="places_areacode_never_twice"),
                    models.UniqueConstraint(fields=("area", "scheme"), name="places_areacode_one_each"),
                ],
            },
        ),
    ]
