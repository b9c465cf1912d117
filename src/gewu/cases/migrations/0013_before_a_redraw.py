from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0012_returned_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="reported_grid",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="reported_cell",
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("reported_grid__isnull", False)),
                fields=["township", "reported_grid", "reported_cell"],
                name="case_before_redraw",
            ),
        ),
    ]
