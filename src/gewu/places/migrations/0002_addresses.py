import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.CreateModel(
            "Address",
            [
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("township", models.IntegerField()),
                ("kind", models.CharField(choices=[("estate", "estate"), ("building", "building")], max_length=10)),
                ("use", models.CharField(blank=True, max_length=12)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField(null=True)),
                ("street", models.CharField(max_length=60)),
                ("house", models.PositiveIntegerField()),
                ("search_text", models.CharField(max_length=500)),
                ("lon", models.FloatField()),
                ("lat", models.FloatField()),
                ("outline", models.BinaryField(null=True)),
                ("floors", models.PositiveSmallIntegerField(null=True)),
                ("households", models.PositiveIntegerField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        "places.Area",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="addresses",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        "places.Address",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="inside",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["township", "code"], name="places_address_township_code"),
                    models.Index(fields=["area", "code"], name="places_address_area_code"),
                    models.Index(fields=["parent", "number"], name="places_address_parent_number"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind="estate", parent=None, number=None, outline=None)
                        | Q(kind="building", outline__isnull=False),
                        name="places_address_only_buildings_have_outlines",
                    ),
                ],
            },
        ),
    ]
