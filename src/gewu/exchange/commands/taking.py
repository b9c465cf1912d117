"""A list of a register leaves the house: for a purpose, masked by default, saying who took it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import at_home
from gewu.exchange.commands.selecting import check_only, chosen_fields, selected
from gewu.exchange.models import TakenOut
from gewu.exchange.purposes import TAKING
from gewu.exchange.rules import CONFIRM_ABOVE, MOST_ROWS
from gewu.exchange.spoken import cell, label_of, spoken
from gewu.exchange.wanting import Wanted
from gewu.exchange.writing import MEDIA, Page, Watermark, written
from gewu.kernel import clock, journal, text
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.registers.values import Known

LONGEST_REASON = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """The file; of what is printed also its line and pages, which the caller draws."""

    content: bytes
    name: str
    media_type: str
    line: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody takes it: the form of the file, what for, in their own words, and whether they were asked
    again who they are."""

    form: str
    purpose: str
    reason: str = ""
    confirmed: bool = False


def expected(actor: Actor, wanted: Wanted) -> int:
    """How many rows such a list has, up to one more than asks again."""
    return int(selected(wanted, at_home(actor).township, actor)[: CONFIRM_ABOVE + 1].count())


@transaction.atomic
def take(
    wanted: Wanted, *, form: str, purpose: str, reason: str = "", confirmed: bool, actor: Actor
) -> Taken:
    """Write the list and note that it left. Above 300 rows the caller must have asked again who it is."""
    township = at_home(actor).township
    fields = chosen_fields(wanted, form, purpose, township)
    check_only(wanted.kind, wanted.only, township, actor)
    of = registers.register(wanted.kind)
    found = list(selected(wanted, township, actor)[: MOST_ROWS[form] + 1])
    check_amount(len(found), form, confirmed)
    known = [registers.known(row, of) for row in found]
    depth = depth_of(actor, full=wanted.full)
    pages = _counted(wanted, known) if wanted.count_by else _listed(wanted, known, fields, depth)
    return leave(wanted, Asked(form, purpose, reason), pages, [one.id for one in found], actor=actor)


def depth_of(actor: Actor, *, full: bool) -> int:
    """How deep values are shown. Masked means all of it: names too, whatever their class."""
    return int(max((post.access_class for post in actor.posts), default=AccessClass.OPEN)) if full else -1


def leave(
    wanted: Wanted, asked: Asked, pages: Sequence[Page], subjects: Sequence[UUID], *, actor: Actor
) -> Taken:
    """Write the pages as a file with who took them, and note that they left, and who stands in them."""
    rows = len(subjects)
    township, owner = at_home(actor)
    said = text.clean(asked.reason, field="reason", limit=LONGEST_REASON, lines=False)
    purpose = f"{TAKING[asked.purpose]} · {wanted.office}".strip(" ·")
    mark = Watermark(actor.name, clock.now(), purpose, said)
    content = written(asked.form, mark, *pages)
    row = TakenOut(
        id=new_id(township),
        township=township,
        owner=owner,
        table=wanted.table,
        kind=wanted.kind,
        columns=[key for key, _heading in wanted.columns],
        form=asked.form,
        full=wanted.full,
        purpose=asked.purpose,
        reason=said,
        rows=rows,
        subjects=[] if wanted.count_by else list(subjects),
        sha256=sha256(content).hexdigest(),
        at=clock.now(),
    )
    journal.record(
        "exchange.taken_out", subject=row, actor=actor, purpose=asked.purpose, register=wanted.kind,
        form=asked.form, full=wanted.full, rows=rows, sha256=row.sha256, columns=list(row.columns),
    )  # fmt: skip
    name = f"gewu-{wanted.kind}-{clock.now():%Y%m%d}.{asked.form}"
    return Taken(content, name, MEDIA[asked.form], mark.line, tuple(pages))


def check_amount(count: int, form: str, confirmed: bool) -> None:
    """NotAllowed where so many rows ask again who takes them, RuleBroken where they are too many."""
    if count > CONFIRM_ABOVE and not confirmed:
        raise NotAllowed(_("So many rows leave only after you have shown again who you are: at the desk."))
    if count > MOST_ROWS[form]:
        raise RuleBroken(_("At most %(most)d rows in one file.") % {"most": MOST_ROWS[form]})


def _listed(wanted: Wanted, known: Sequence[Known], fields: Sequence[FieldOf], depth: int) -> list[Page]:
    lines = [[one.number, *(cell(field, one.get(field.key), depth) for field in fields)] for one in known]
    sources = [
        [one.number, label_of(field), mark.source.value, f"{mark.at:%Y-%m-%d}"]
        for one in known
        for field in fields
        if (value := one.values.get(field.key)) and (mark := value.mark)
    ]
    return [
        Page(_("List"), heads_of(wanted, fields), lines),
        Page(_("Sources"), [_("Number"), _("Field"), _("Source"), _("Day")], sources),
    ]


def heads_of(wanted: Wanted, fields: Sequence[FieldOf]) -> list[str]:
    """The headings of a list: the number, then each column by its own word or its field's."""
    named = zip(wanted.columns, fields, strict=True)
    return [_("Number"), *(heading or label_of(one) for (_key, heading), one in named)]


def _counted(wanted: Wanted, known: Sequence[Known]) -> list[Page]:
    by = counted_field(wanted)
    counts: dict[str, int] = {}
    for one in known:
        value = one.get(by.key)
        said = spoken(by, value) if value is not None else _("not known")
        counts[said] = counts.get(said, 0) + 1
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Page(_("Counts"), [label_of(by), _("Number of records")], [*rows, (_("Together"), len(known))])]


def counted_field(wanted: Wanted) -> FieldOf:
    """The field that a table counts by, or Invalid."""
    by = registers.register(wanted.kind).field(wanted.count_by)
    if by is None or not by.choices:
        message = _("Only answers from a list can be counted.")
        raise Invalid(message, fields={"count_by": message})
    return by
