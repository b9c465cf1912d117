from django.db import migrations

# What an address lies in by the boundaries in force becomes its assignment from the day these began to hold.
ASSIGN = """
INSERT INTO places_addressassignment (address_id, area_id, township, valid_from, how, reason)
SELECT house.id, house.area_id, house.township, version.valid_from, 'load', ''
FROM places_address house
JOIN places_boundaryversion version
  ON version.township = house.township AND version.valid_to IS NULL AND version.published_at IS NOT NULL
WHERE house.kind = 'building' AND house.retired_at IS NULL AND house.area_id IS NOT NULL
"""
PLATES = "UPDATE places_address SET plate = number::text WHERE kind = 'building' AND number IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("places", "0004_addresses_down_to_the_room")]

    operations = [
        migrations.RunSQL(PLATES, migrations.RunSQL.noop),
        migrations.RunSQL(ASSIGN, "DELETE FROM places_addressassignment"),
    ]
