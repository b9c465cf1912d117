"""The figures of a place and a period, summed by the database: a month of a township is one statement."""

import json
from datetime import datetime
from typing import Any

from django.db import connection

from gewu.clearance.models import CaseStay
from gewu.clearance.rules import COUNTED, Figures
from gewu.kernel.access import Tier
from gewu.places import queries as places
from gewu.places.values import Place

LEVELS = {Tier.COMMUNITY: "in_community", Tier.GRID: "in_grid"}
# A stay covers a moment if it is open at the moment itself: what ends then is over, what begins then has not
# begun. Of a case, the last stay of the period says whether it is late, was due and was cleared. Crossing
# into the places counts as coming, crossing out as going; inside them nothing happens. A case in no grid has
# no place (null): that is inside a township and outside of everything below.
STATEMENT = """
WITH stays AS MATERIALIZED (
  SELECT *, "since" < %(until)s AND ("until" IS NULL OR "until" >= %(until)s) AS goes_on,
    coalesce("until" >= %(since)s AND "until" < %(until)s, false) AS ends_in,
    row_number() OVER (PARTITION BY case_id ORDER BY "since" DESC, "number" DESC) = 1 AS is_last
  FROM clearance_casestay
  WHERE township = %(township)s AND {level} AND "since" < %(until)s
    AND ("until" IS NULL OR "until" >= %(since)s)
), here AS (
  SELECT unnest(%(places)s::uuid[]) AS id UNION SELECT place FROM stays WHERE place IS NOT NULL
), counted AS (
  SELECT s.*, ends = 'closed' AND ends_in AS closes,
    CASE WHEN came_from IS NULL THEN %(below)s ELSE came_from NOT IN (SELECT id FROM here) END AS from_away,
    CASE WHEN went_to IS NULL THEN %(below)s ELSE went_to NOT IN (SELECT id FROM here) END AS to_away
  FROM stays s
)
SELECT
  count(*) FILTER (WHERE "since" < %(since)s) AS before,
  count(*) FILTER (WHERE begins IN ('opened', 'reopened') AND "since" >= %(since)s) AS opened,
  count(*) FILTER (WHERE begins = 'moved' AND "since" >= %(since)s AND from_away) AS taken_in,
  count(*) FILTER (WHERE closes) AS closed,
  count(*) FILTER (WHERE ends = 'moved' AND ends_in AND to_away) AS given_away,
  count(*) FILTER (WHERE goes_on) AS carried,
  count(*) FILTER (WHERE is_last AND goes_on AND due < %(until)s) AS late,
  count(*) FILTER (WHERE is_last AND due >= %(since)s AND due < %(until)s) AS due,
  count(*) FILTER (WHERE is_last AND due >= %(since)s AND due < %(until)s AND closes) AS cleared,
  (SELECT coalesce(jsonb_object_agg(tier, cases), '{{}}') FROM (
     SELECT coalesce(nullif(solved_at, ''), 'unknown') AS tier, count(*) AS cases
     FROM counted WHERE closes GROUP BY 1) AS solved)
FROM counted
"""


def figures_of(place: Place, since: datetime, until: datetime) -> Figures:
    """The figures of a place from `since` until `until` (which does not belong to it)."""
    column = LEVELS.get(place.tier)
    level = f"{column} = %(area)s" if column else "true"
    asked: dict[str, Any] = {
        "township": place.home,
        "area": place.id,
        "since": since,
        "until": until,
        "places": _under(place),
        "below": column is not None,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(level=level), asked)
        *counts, solved = cursor.fetchone()
    told = json.loads(solved) if isinstance(solved, str) else solved
    return Figures(**dict(zip(COUNTED, counts, strict=True)), solved=told)


def carried_of(place: Place, until: datetime) -> list[CaseStay]:
    """The stays of the cases that are open there when the period ends, by number."""
    column = LEVELS.get(place.tier)
    level = {column: place.id} if column else {}
    rows = CaseStay.objects.filter(township=place.home, since__lt=until, **level)
    return list(rows.exclude(until__lt=until).order_by("case_number", "case_id"))


def _under(place: Place) -> list[Any]:
    found, waiting = [place.id], list(places.children(place.id))
    while waiting:
        one = waiting.pop()
        found.append(one.id)
        waiting.extend(places.children(one.id))
    return found
