from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberRange",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "township", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("township", models.IntegerField()),
                ("day", models.DateField()),
                ("reserved", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0)), name="kernel_numberrange_reserved"
                    )
                ],
            },
        ),
    ]
