"""New borders in the demo town: some houses go to the grid next door; a second person has to publish it."""

from functools import partial
from uuid import UUID

from shapely import Point

from gewu.kernel.access import Actor
from gewu.kernel.errors import RuleBroken
from gewu.people import queries as people
from gewu.redraw import commands, queries
from gewu.redraw.counts import Standing
from gewu.redraw.cut import Cut
from gewu.redraw.previews import Preview

TITLE, NOTE = "河边几栋楼划给隔壁单元", "这几栋楼的大门开在隔壁，居民办事一直走那边。"
# So many grids are tried until one can give houses to its neighbour and both stay in their range.
MOST_TRIES = 30
HOUSES = 3


def leave_a_redraw(township: int) -> None:
    """A draft that is sound and handed in."""
    logins = {role: name for name, role, home in people.demo_logins() if home == township}
    if "admin" not in logins:
        return
    admin = people.actor_of(people.user_named(logins["admin"]), door="desk")
    row = commands.begin(township=township, title=TITLE, note=NOTE, actor=admin)
    if _drawn(row.id, admin):
        row = queries.draft(admin, row.id)
        reason = NOTE if Preview(row).asks_reason else ""
        commands.offer(draft_id=row.id, reason=reason, seen_version=row.version, actor=admin)
    else:
        commands.withdraw(draft_id=row.id, actor=admin)


def _drawn(draft: UUID, admin: Actor) -> bool:
    """The nearest houses of one grid to another, taking back what does not keep both in their range."""
    row = queries.draft(admin, draft)
    now = queries.drawn(row)
    counts = queries.counts_of(row, now)
    for key in sorted(now.cut.pieces)[:MOST_TRIES]:
        inside = [counts.houses[house] for house, at in counts.after.items() if at == key]
        for other in _beside(now.cut, key) if len(inside) > 2 * HOUSES else ():
            near = sorted(inside, key=partial(_away, now.cut.pieces[other].ground.centroid))
            houses = [str(house.id) for house in near[:HOUSES]]
            if _kept(draft, {"kind": "take", "key": key, "into": other, "houses": houses}, admin):
                return True
    return False


def _beside(cut: Cut, key: str) -> list[str]:
    """Its neighbours under the same grid."""
    piece = cut.pieces[key]
    return sorted(
        one.key for one in cut.touching([piece.ground]) if one.parent == piece.parent and one != piece
    )


def _away(goal: Point, house: Standing) -> float:
    return float((house.lon - goal.x) ** 2 + (house.lat - goal.y) ** 2)


def _kept(draft: UUID, edit: dict[str, object], admin: Actor) -> bool:
    """Draw it; take it back where the draft is not sound then."""
    seen = queries.draft(admin, draft).version
    try:
        after = commands.draw(draft_id=draft, edit=edit, seen_version=seen, actor=admin)
    except RuleBroken:
        return False
    if Preview(after).is_sound:
        return True
    commands.undo(draft_id=draft, seen_version=after.version, actor=admin)
    return False
