from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0006_lineage"),
    ]

    operations = [
        migrations.AddField(
            model_name="address",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
