"""Looking: a trace for every file that is opened, and a purpose for every value shown in full."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import NotAllowed
from gewu.kernel.ids import new_id
from gewu.registers import holding, refusals
from gewu.registers.models import Enrolment, Look, RegisterRow
from gewu.registers.queries import known_person, programme, register, row
from gewu.registers.reach import covers, depth_of, readers
from gewu.registers.values import Known

# What values may be opened for; the words are in `registers.words`.
PURPOSES = ("visit", "service", "check", "case", "emergency", "request", "audit")


class Looked(Protocol):
    """A row or its file: what is looked at, and where it stands."""

    @property
    def id(self) -> UUID: ...
    @property
    def township(self) -> int: ...
    @property
    def in_grid(self) -> UUID | None: ...


def note_look(kind: str, row_: Looked, actor: Actor) -> None:
    """Leave a trace of a file that was opened, masked as it is."""
    _look(kind, row_, actor)


def look_up(actor: Actor, *, phone: str) -> Known | None:
    """Who calls, by the phone they say, as far as the actor may see them; that somebody looked is kept."""
    found = known_person(actor, phone=phone)
    if found is not None:
        _look("person", row("person", found.id, actor), actor)
    return found


@transaction.atomic
def open_values(
    kind: str, identifier: UUID, *, fields: Sequence[str] = (), purpose: str, actor: Actor
) -> dict[str, JsonValue]:
    """Values of a row in full, for a purpose that is kept. Without `fields`: all that the post may read."""
    row_ = row(kind, identifier, actor)
    of = register(kind)
    wanted = [of.field(key) for key in fields] if fields else list(of.fields)
    depth = _depth(actor, row_)
    _check_purpose(purpose)
    known = [one for one in wanted if one]
    if not known or (fields and any(one.depth > depth for one in known)):
        raise NotAllowed(_("Your post does not read this in full."))
    shown = [one for one in known if 0 < one.depth <= depth]
    held = holding.held(row_, shown)
    keys = [one.key for one in shown if one.key in held]
    _opened(kind, row_, actor, keys=keys, purpose=purpose, deep=max((one.depth for one in shown), default=0))
    return held


@transaction.atomic
def open_enrolment(enrolment: UUID, *, purpose: str, actor: Actor) -> dict[str, JsonValue]:
    """The values of an enrolment in full, for a purpose that is kept."""
    found = Enrolment.objects.visible_to(actor).one(enrolment)
    _check_purpose(purpose)
    of = programme(found.programme)
    _opened(
        found.subject_kind,
        row(found.subject_kind, found.subject, actor),
        actor,
        keys=[f"{of.key}"],
        purpose=purpose,
        deep=of.depth,
    )
    return {**found.values, **holding.sealed_values(found.secret)}


def _check_purpose(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise refusals.invalid({"purpose": _("Choose what you need it for.")})


def _depth(actor: Actor, row_: RegisterRow) -> int:
    depth = AccessClass.SEALED if actor.door == "job" else depth_of(actor, row_)
    return int(depth or AccessClass.OPEN)


def _opened(
    kind: str, row_: RegisterRow, actor: Actor, *, keys: Sequence[str], purpose: str, deep: int
) -> None:
    held = type(row_)._default_manager.filter(township=row_.township).select_for_update().get(id=row_.id)
    journal.record("register.opened", subject=held, actor=actor, purpose=purpose, opened=list(keys))
    _look(kind, row_, actor, keys=keys, purpose=purpose, deep=deep)


def _look(
    kind: str, row_: Looked, actor: Actor, *, keys: Sequence[str] = (), purpose: str = "", deep: int = 0
) -> None:
    under = next((post for post in readers(actor) if covers(post, row_)), None)
    Look.objects.create(
        id=new_id(row_.township),
        township=row_.township,
        at=clock.now(),
        user=actor.user,
        post=under.id if under else None,
        role=under.role if under else "",
        door=actor.door,
        subject_kind=kind,
        subject=row_.id,
        in_grid=row_.in_grid,
        opened=list(keys),
        access_class=deep,
        purpose=purpose,
    )
