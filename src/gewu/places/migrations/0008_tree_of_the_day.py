from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("places", "0007_versions_of_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="boundary",
            name="parent",
            field=models.UUIDField(null=True),
        ),
    ]
