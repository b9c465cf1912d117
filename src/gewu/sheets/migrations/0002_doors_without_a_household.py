from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial")]

    operations = [
        migrations.RemoveIndex("sheet", "sheets_sheet_household"),
        migrations.RenameField("sheet", "household", "subject"),
        migrations.AddIndex(
            "sheet", models.Index(fields=["township", "subject"], name="sheets_sheet_subject")
        ),
        migrations.AddField("sheet", "subject_kind", models.CharField(default="household", max_length=14)),
        migrations.AddConstraint(
            "sheet",
            models.CheckConstraint(
                condition=models.Q(("subject_kind__in", ("household", "dwelling", "establishment"))),
                name="sheets_sheet_subject_kind_known",
            ),
        ),
    ]
