"""The database says itself whether a receipt was the first: nothing else needs to tell twins apart."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_file_longer_media_type")]

    operations = [migrations.RemoveField(model_name="receipt", name="attempt")]
