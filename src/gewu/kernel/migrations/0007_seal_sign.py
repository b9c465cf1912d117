"""Seals are signed. Those before, of no released version, were not: the next hourly run takes them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_number_range")]
    operations = [
        migrations.RunSQL("DELETE FROM kernel_seal", migrations.RunSQL.noop),
        migrations.AddField("seal", "statement", models.TextField(default=""), preserve_default=False),
        migrations.AddField("seal", "signature", models.BinaryField(default=b""), preserve_default=False),
    ]
