"""Beginning a draft, drawing in it step by step, taking steps back and doing them again."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gewu.kernel import clock, ids, journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, RuleBroken
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.redraw import adopting, asked, carrying, edits, queries, town
from gewu.redraw.adopting import Proposed
from gewu.redraw.carrying import Parts
from gewu.redraw.commands.guarding import require, writable
from gewu.redraw.counts import Standing
from gewu.redraw.cut import Change, Cut, kept
from gewu.redraw.ground import CannotDraw
from gewu.redraw.models import Draft, DraftStep
from gewu.redraw.queries import Drawn
from gewu.redraw.said import refusal
from gewu.redraw.taking import House

LONGEST_TITLE, LONGEST_NOTE = 80, 500
# Further ahead nobody knows the posts that would have to be filled.
MOST_DAYS_AHEAD = 366

Edit = Callable[[Cut, Iterator[str]], Change]


def begin(
    *,
    township: int,
    title: str,
    actor: Actor,
    note: str = "",
    effective_on: date | None = None,
    receipt: str | None = None,
) -> Draft:
    """A draft on the borders in force. `effective_on` is the first day they are to hold (None: when
    published).

    Refusals: NotAllowed without the right there; NotFound where there are no borders; Invalid.
    """

    def do() -> str:
        return str(_begin(township, title, note, effective_on, actor).id)

    said = {"township": township, "title": title, "note": note, "on": str(effective_on or "")}
    begun = receipts.once(actor=actor, key=receipt, request=said, do=do)
    return queries.draft(actor, UUID(str(begun)))


@transaction.atomic
def draw(*, draft_id: UUID, edit: object, seen_version: int, actor: Actor) -> Draft:
    """One step, as data (`asked.read`).

    RuleBroken says why it cannot be drawn, Invalid that it cannot be read.
    """
    wanted = asked.read(edit)
    row = writable(draft_id, seen_version, actor)
    now = queries.drawn(row)

    def do(cut: Cut, fresh: Iterator[str]) -> Change:
        courses = town.courses_of(row.township, now.version)
        return asked.made(
            wanted, cut, fresh=fresh, courses=courses, houses=lambda key: _houses(row, now, key)
        )

    return _step(row, now, kind=wanted.kind, said=wanted.model_dump(mode="json"), edit=do, actor=actor)


@transaction.atomic
def adopt(
    *,
    draft_id: UUID,
    areas: Sequence[UUID] = (),
    keys: Sequence[str] = (),
    shapes: Sequence[Proposed],
    seen_version: int,
    actor: Actor,
    origin: str = "",
) -> Draft:
    """Whole shapes (WGS 84 degrees) in the place of grids, as one step: how the planner and files come in.

    Together the shapes cover the ground of the `areas` (or of `keys` in the draft); hairs are mended, gaps
    and overlaps refused (RuleBroken, with their size). A shape that is what a grid was keeps its number.
    `origin` is a code for the history.
    """
    row = writable(draft_id, seen_version, actor)
    now = queries.drawn(row)
    keys = [*keys, *(places.area(area).code for area in areas)]
    said = {"keys": keys, "shapes": len(shapes), "origin": origin}
    return _step(
        row,
        now,
        kind="adopt",
        said=said,
        edit=lambda cut, fresh: adopting.adopt(cut, keys, shapes, fresh=fresh),
        actor=actor,
    )


@transaction.atomic
def carry(
    *,
    draft_id: UUID,
    areas: Sequence[UUID],
    shapes: Sequence[Proposed],
    parts: Parts,
    seen_version: int,
    actor: Actor,
    origin: str = "",
) -> Draft:
    """The same for grids that are divided further: what they are divided into is carried along.

    `parts` says what becomes of an area that is cut; the step lists those. Refusals as in `adopt`.
    """
    row = writable(draft_id, seen_version, actor)
    now = queries.drawn(row)
    keys = [places.area(area).code for area in areas]
    said: dict[str, Any] = {"keys": keys, "shapes": len(shapes), "origin": origin, "parts": parts}

    def carried(cut: Cut, fresh: Iterator[str]) -> Change:
        houses = _standing(row, now, keys)
        done = carrying.carry(cut, keys, shapes, houses=houses, parts=parts, fresh=fresh)
        said["parted"] = [[one.key, *one.parts] for one in done.parted]
        return done.change

    return _step(row, now, kind="carry", said=said, edit=carried, actor=actor)


@transaction.atomic
def undo(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Take the newest standing step back, whoever made it; RuleBroken where there is none."""
    row = writable(draft_id, seen_version, actor)
    step = DraftStep.objects.of(row).standing().order_by("-number").first()
    if step is None:
        raise RuleBroken(_("There is nothing to take back."))
    step.undone_at, step.undone_by = clock.now(), actor.user
    step.write("undone_at", "undone_by")
    return _rise(row, "redraw.undone", actor, step=step.number)


@transaction.atomic
def redo(*, draft_id: UUID, seen_version: int, actor: Actor) -> Draft:
    """Do the step again that was taken back last.

    RuleBroken where there is none, or something else was drawn.
    """
    row = writable(draft_id, seen_version, actor)
    undone = DraftStep.objects.of(row).filter(dropped=False).exclude(undone_at=None)
    step = undone.order_by("number").first()
    if step is None:
        raise RuleBroken(_("There is nothing to do again."))
    step.undone_at, step.undone_by = None, None
    step.write("undone_at", "undone_by")
    return _rise(row, "redraw.redone", actor, step=step.number)


@transaction.atomic
def rename(
    *, draft_id: UUID, title: str, note: str, effective_on: date | None, seen_version: int, actor: Actor
) -> Draft:
    """Another title, note or day."""
    row = writable(draft_id, seen_version, actor)
    row.title, row.note = _title(title), text.clean(note, field="note", limit=LONGEST_NOTE)
    row.effective_on = _day(effective_on)
    row.version, row.changed_at = row.version + 1, clock.now()
    wrote = ("title", "note", "effective_on", "version", "changed_at")
    digest = journal.digest(row.note, row.salt) if row.note else None
    on = str(row.effective_on) if row.effective_on else None
    journal.record("redraw.named", subject=row, actor=actor, write=wrote, on=on, words={"note": digest})
    return row


@transaction.atomic
def _begin(township: int, title: str, note: str, effective_on: date | None, actor: Actor) -> Draft:
    require(actor, "drafts", township)
    version, _cut = town.cut_of(township)
    moment = clock.now()
    row = Draft(
        id=ids.new_id(township),
        township=township,
        title=_title(title),
        note=text.clean(note, field="note", limit=LONGEST_NOTE),
        base_id=version,
        effective_on=_day(effective_on),
        salt=journal.new_salt(),
        opened_by=actor.user,
        opened_at=moment,
        changed_at=moment,
    )
    journal.record("redraw.started", subject=row, actor=actor, base=str(version))
    return row


def _step(row: Draft, now: Drawn, *, kind: str, said: dict[str, Any], edit: Edit, actor: Actor) -> Draft:
    """The edit as a step of the draft. What had been taken back cannot be done again after it."""
    newest = DraftStep.objects.of(row).aggregate(newest=Max("number"))["newest"] or 0
    try:
        change = edit(now.cut, edits.fresh_keys(newest + 1))
    except CannotDraw as error:
        raise refusal(error) from None
    DraftStep.objects.of(row).filter(dropped=False).exclude(undone_at=None).update(dropped=True)
    step = DraftStep(
        id=ids.new_id(row.township),
        township=row.township,
        draft_id=row.id,
        number=newest + 1,
        kind=kind,
        asked=said,
        before=kept(now.cut.before(change)),
        after=kept(change),
        by_user=actor.user,
        at=clock.now(),
    )
    DraftStep.objects.bulk_create([step])
    took = sorted(key for key, one in change.pieces.items() if one is None)
    made = sorted(key for key, one in change.pieces.items() if one and key not in now.cut.pieces)
    return _rise(row, "redraw.changed", actor, step=step.number, made_by=kind, took=took, made=made)


def _rise(row: Draft, kind: str, actor: Actor, **facts: Any) -> Draft:
    row.version, row.changed_at = row.version + 1, clock.now()
    journal.record(kind, subject=row, actor=actor, write=("version", "changed_at"), **facts)
    return row


def _houses(row: Draft, now: Drawn, key: str) -> list[House]:
    where = {house: piece for house, piece in queries.counts_of(row, now).after.items() if piece}
    return town.houses_in(now.cut, key, where)


def _standing(row: Draft, now: Drawn, groups: Collection[str]) -> list[Standing]:
    """The houses below these groups."""
    counts, pieces = queries.counts_of(row, now), now.cut.pieces
    return [
        counts.houses[house] for house, key in counts.after.items() if key and pieces[key].parent in groups
    ]


def _title(title: str) -> str:
    return text.clean_required(title, field="title", limit=LONGEST_TITLE, lines=False)


def _day(day: date | None) -> date | None:
    """Today or later: borders of the past are not redrawn."""
    if day is None:
        return None
    today = people.today()
    if not 0 <= (day - today).days <= MOST_DAYS_AHEAD:
        said = _("Choose a day from today on, at most a year ahead.")
        raise Invalid(said, fields={"effective_on": said})
    return day
