from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField("case", "crs", models.CharField(blank=True, default="", max_length=10), preserve_default=False),
        # Until now every point was kept without saying in what it was given: what is stored is WGS 84.
        migrations.RunSQL("UPDATE cases_case SET crs = 'WGS84' WHERE lon IS NOT NULL", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=Q(lon=None, crs="") | Q(lon__isnull=False, crs__gt=""),
                name="case_point_knows_its_system",
            ),
        ),
    ]
