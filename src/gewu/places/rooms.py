"""Units and rooms of houses: laid out by numbers, written by the thousand, following their house."""

from django.db import connection

from gewu.kernel import clock


def follow_houses(township: int) -> None:
    """Bring what is in the houses of a township in line with them: name, street, point; gone with the house.

    By hand, because the ORM cannot update rows by a join. Units go first: rooms take their names from them.
    """
    with connection.cursor() as cursor:
        for kind, zh, en in (("unit", "单元", "unit"), ("room", "室", "room")):
            cursor.execute(_FOLLOW, {"township": township, "kind": kind, "zh": zh, "en": en})
        cursor.execute(_GONE, {"township": township, "now": clock.now()})


# The only room of a village house has no plate and is called as the house.
_FOLLOW = """
UPDATE places_address a SET
    name = above.name || CASE a.plate WHEN '' THEN '' ELSE a.plate || %(zh)s END,
    name_en = above.name_en || CASE a.plate WHEN '' THEN '' ELSE ', ' || %(en)s || ' ' || a.plate END,
    street = above.street, house = above.house, lon = above.lon, lat = above.lat
FROM places_address above
WHERE a.township = %(township)s AND a.kind = %(kind)s AND above.id = a.parent_id AND a.retired_at IS NULL
  AND (a.name, a.street, a.house, a.lon, a.lat) IS DISTINCT FROM (
    above.name || CASE a.plate WHEN '' THEN '' ELSE a.plate || %(zh)s END,
    above.street, above.house, above.lon, above.lat)
"""
_GONE = """
UPDATE places_address a SET retired_at = %(now)s
FROM places_address house
WHERE a.township = %(township)s AND house.id = a.building_id
  AND a.retired_at IS NULL AND house.retired_at IS NOT NULL
"""
