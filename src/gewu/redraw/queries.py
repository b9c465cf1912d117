"""Reading drafts of new borders: those one may see, the town as they cut it, who lives where then."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from shapely import Polygon

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict
from gewu.people import queries as people
from gewu.people.roles import roles
from gewu.places import queries as places
from gewu.redraw import rules, town
from gewu.redraw.counts import Counts, counted
from gewu.redraw.cut import Change, Cut, read, rewoven
from gewu.redraw.ground import new_corners
from gewu.redraw.models import Draft, DraftStep
from gewu.redraw.rules import Right

MOST_LISTED = 60
# The origin of whole shapes that come from the planner.
PLANNER = "planner"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draft as it stands: the borders in force, and the town after its steps."""

    version: UUID
    base: Cut
    cut: Cut

    @property
    def touched(self) -> frozenset[str]:
        """Keys of pieces that are not as they were, apart from corners that neighbours needed."""
        return rules.touched(self.base, self.cut)


def draft(actor: Actor, identifier: UUID) -> Draft:
    """The draft, or NotFound where it is not the actor's to see."""
    return Draft.objects.visible_to(actor).one(identifier)


def drafts(actor: Actor, township: int | None = None) -> list[Draft]:
    """Those the actor may see, living ones first, then the newest."""
    seen = Draft.objects.visible_to(actor)
    if township is not None:
        seen = seen.filter(township=township)
    living = seen.living().order_by("-changed_at", "-id")[:MOST_LISTED]
    ended = seen.exclude(ended_at=None).order_by("-ended_at", "-id")[:MOST_LISTED]
    return [*living, *ended]


def may(actor: Actor, right: Right, township: int) -> bool:
    """Whether the actor draws (publishes) borders in this township."""
    return rules.may(actor, right, township=township, roles=roles())


def steps(row: Draft) -> list[DraftStep]:
    """How the draft came about, the newest first, also what was taken back."""
    return list(DraftStep.objects.of(row).order_by("-number"))


def drawn(row: Draft) -> Drawn:
    """The town as the draft cuts it, on the borders it was drawn on or (where nothing it touches changed)
    on those
    in force. Conflict where somebody else redrew the same ground since."""
    version, base = town.cut_of(row.township, row.made_id and row.base_id)
    changes = changes_of(row)
    if version != row.base_id:
        then = town.cut_of(row.township, row.base_id)[1]
        _require_untouched(then, base, changes)
        fresh = new_corners(_grounds(base), _grounds(then))
        changes = [rewoven(change, fresh) for change in changes]
    cut = base
    for change in changes:
        cut = cut.at(change)
    return Drawn(version, base, cut)


def changes_of(row: Draft) -> list[Change]:
    """What its standing steps made, in their order."""
    standing = DraftStep.objects.of(row).standing().order_by("number")
    return [read(after) for after in standing.values_list("after", flat=True)]


def counts_of(row: Draft, now: Drawn) -> Counts:
    """Which house lies in which piece, before and after."""
    known = {places.area_by_code(key).id: key for key in now.base.pieces}
    before = row.ended_at - timedelta(microseconds=1) if row.made_id and row.ended_at else None
    houses = places.houses_standing(row.township, before)
    return counted(now.base, now.cut, houses, known, anew=_planned(row))


def _planned(row: Draft) -> frozenset[str]:
    """Keys of the grids that a proposal of the planner divided anew: it went by where houses stand."""
    asked = DraftStep.objects.of(row).standing().filter(kind="adopt").values_list("asked", flat=True)
    return frozenset(key for one in asked if one.get("origin") == PLANNER for key in one["keys"])


def hands_in(row: Draft) -> frozenset[UUID | None]:
    """Whoever had a hand in it: four eyes look before it is published."""
    drew = DraftStep.objects.of(row).values_list("by_user", flat=True)
    return frozenset({row.opened_by, row.offered_by, *drew})


def may_publish(actor: Actor, row: Draft) -> bool:
    """Whether the actor is the second person here."""
    return may(actor, "publishes", row.township) and not rules.had_a_hand(actor.user, hands_in(row))


def acts_open(actor: Actor, row: Draft) -> list[str]:
    """What the actor may do with the draft as a whole now; whether it is sound is not asked here."""
    draws, publishes = (may(actor, right, row.township) for right in ("drafts", "publishes"))
    found = DraftStep.objects.of(row).filter(dropped=False)
    is_open, is_offered = row.state == Draft.State.OPEN, row.state == Draft.State.OFFERED
    acts: Mapping[str, bool] = {
        "undo": is_open and draws and found.filter(undone_at=None).exists(),
        "redo": is_open and draws and found.exclude(undone_at=None).exists(),
        "name": is_open and draws,
        "offer": is_open and draws,
        "return": is_offered and (draws or publishes),
        "publish": is_offered and may_publish(actor, row),
        "withdraw": row.state in Draft.LIVING and draws,
    }
    return [act for act, there in acts.items() if there]


def _grounds(cut: Cut) -> list[Polygon]:
    return [piece.ground for piece in cut.pieces.values()]


def _require_untouched(then: Cut, now: Cut, changes: list[Change]) -> None:
    """The draft goes on upon newer borders as long as they are the same where it draws."""
    for key in {key for change in changes for key in change.pieces if key in then.pieces}:
        piece, other = then.pieces[key], now.pieces.get(key)
        if other is None or other.parent != piece.parent or not other.ground.equals(piece.ground):
            raise Conflict(
                _("Another redraw changed the same ground since this draft was begun. Begin anew."),
                key=key,
            )


def names_of(rows: Collection[Draft]) -> Mapping[UUID, str]:
    """Names of the people who began these drafts."""
    return people.name_of({row.opened_by for row in rows})
