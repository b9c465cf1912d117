"""A file of shapes as one step of a draft: all of it, or nothing."""

from uuid import UUID

from django.db import transaction

from gewu.kernel.access import Actor
from gewu.redraw import queries, shapefiles
from gewu.redraw.commands.drafting import adopt
from gewu.redraw.commands.guarding import writable
from gewu.redraw.ground import CannotDraw
from gewu.redraw.models import Draft
from gewu.redraw.said import refusal


@transaction.atomic
def bring_in(*, draft_id: UUID, content: bytes, crs: str, seen_version: int, actor: Actor) -> Draft:
    """The polygons of a GeoJSON file in the place of the grids they lie on.

    Invalid: no such file, no declared system, points outside the town. RuleBroken: shapes that cross
    themselves, gaps, overlaps.
    """
    row = writable(draft_id, seen_version, actor)
    now = queries.drawn(row)
    try:
        found = shapefiles.read(content, crs, now.cut)
    except CannotDraw as error:
        raise refusal(error) from None
    return adopt(
        draft_id=draft_id,
        keys=found.keys,
        shapes=found.shapes,
        seen_version=seen_version,
        actor=actor,
        origin="file",
    )
