from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_factor_secret")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="seat",
            field=models.SlugField(blank=True, db_index=False, default="", max_length=20),
        ),
    ]
