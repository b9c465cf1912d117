from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signage", "0002_size_note")]

    operations = [
        # "plate_small" has eleven letters.
        migrations.AlterField("printrun", "kind", models.CharField(max_length=20)),
    ]
