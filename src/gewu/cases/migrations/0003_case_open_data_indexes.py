from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

PUBLIC = Q(access_class=0)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_add_crs")]

    operations = [
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["township", "category", "-recorded_at", "-id"],
                name="case_open_data_category",
                condition=PUBLIC,
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["township", "-recorded_at", "-id"],
                name="case_open_data_open",
                condition=PUBLIC & Q(closed_at=None),
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                F("township"),
                Coalesce("closed_at", "stage_since").desc(),
                F("id").desc(),
                name="case_open_data_changed",
                condition=PUBLIC,
            ),
        ),
    ]
