"""A list of a register leaves the house: for a purpose, masked by default, saying who took it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import at_home
from gewu.exchange.masking import shown
from gewu.exchange.models import Outward, TakenOut
from gewu.exchange.purposes import TAKING
from gewu.exchange.rules import CONFIRM_ABOVE, MOST_ROWS
from gewu.exchange.writing import MEDIA, Page, Watermark, written
from gewu.kernel import clock, journal, text
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.errors import Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.registers.values import Known
from gewu.sharing import queries as sharing

LONGEST_REASON = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken: a register, its fields in order with headings, in full or not, counted by what."""

    kind: str
    columns: tuple[tuple[str, str], ...]
    full: bool = False
    count_by: str = ""
    office: str = ""
    table: UUID | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The file."""

    content: bytes
    name: str
    media_type: str


def expected(actor: Actor, kind: str) -> int:
    """How many rows a list of this register has, up to one more than asks again."""
    return registers.rows(kind, actor).filter(township=at_home(actor).township)[: CONFIRM_ABOVE + 1].count()


@transaction.atomic
def take(
    wanted: Wanted, *, form: str, purpose: str, reason: str = "", confirmed: bool, actor: Actor
) -> Taken:
    """Write the list and note that it left. Above 300 rows the caller must have asked again who it is."""
    township, owner = at_home(actor)
    fields = _fields(wanted, form, purpose, township)
    said = text.clean(reason, field="reason", limit=LONGEST_REASON, lines=False)
    of = registers.register(wanted.kind)
    rows = (
        registers.rows(wanted.kind, actor)
        .filter(township=township, merged_into=None)
        .order_by("name_key", "id")
    )
    found = list(rows[: MOST_ROWS[form] + 1])
    _check_amount(len(found), form, confirmed)
    known = [registers.known(row, of) for row in found]
    # Masked means all of it: names too, whatever their class.
    depth = max((post.access_class for post in actor.posts), default=AccessClass.OPEN) if wanted.full else -1
    purpose_said = str(TAKING[purpose])
    mark = Watermark(actor.name, clock.now(), f"{purpose_said} · {wanted.office}".strip(" ·"), said)
    pages = _counted(wanted, known, fields) if wanted.count_by else _listed(wanted, known, fields, depth)
    content = written(form, mark, *pages)
    row = TakenOut(
        id=new_id(township),
        township=township,
        owner=owner,
        table=wanted.table,
        kind=wanted.kind,
        columns=[key for key, _heading in wanted.columns],
        form=form,
        full=wanted.full,
        purpose=purpose,
        reason=said,
        rows=len(known),
        subjects=[] if wanted.count_by else [one.id for one in found],
        sha256=sha256(content).hexdigest(),
        at=clock.now(),
    )
    journal.record(
        "exchange.taken_out", subject=row, actor=actor, purpose=purpose, register=wanted.kind, form=form,
        full=wanted.full, rows=row.rows, sha256=row.sha256, columns=list(row.columns),
    )  # fmt: skip
    return Taken(content, f"gewu-{wanted.kind}-{clock.now():%Y%m%d}.{form}", MEDIA[form])


def _check_amount(count: int, form: str, confirmed: bool) -> None:
    if count > CONFIRM_ABOVE and not confirmed:
        raise NotAllowed(_("So many rows leave only after you have shown again who you are: at the desk."))
    if count > MOST_ROWS[form]:
        raise RuleBroken(_("At most %(most)d rows in one file.") % {"most": MOST_ROWS[form]})


def _fields(wanted: Wanted, form: str, purpose: str, township: int) -> list[FieldOf]:
    """The fields of the columns, or Invalid: unknown ones, sealed ones, those the office may not have."""
    wrong: dict[str, str] = {}
    if form not in MEDIA:
        wrong["form"] = _("Choose one of the given answers.")
    if purpose not in TAKING:
        wrong["purpose"] = _("Choose what you need it for.")
    of = registers.register(wanted.kind)
    fields = [of.field(key) for key, _heading in wanted.columns]
    if not fields or any(one is None or one.held == "sealed" for one in fields):
        wrong["columns"] = _("Choose the columns from the list.")
    kept = [one for one in fields if one]
    if wanted.office and (barred := [one for one in kept if not may_have(wanted, one, township)]):
        names = "、".join(label_of(one) for one in barred)
        wrong["columns"] = _("By the sharing catalogue this office does not get: %(names)s.") % {
            "names": names
        }
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return kept


def may_have(wanted: Wanted, field: FieldOf, township: int) -> bool:
    """Whether an office may have a field: what another office supplies goes only to those it named."""
    item = sharing.of_field(wanted.kind, field.key, township)
    if item is None:
        return True
    named = {item.supplier.zh, item.supplier.en}
    for use in item.uses:
        named |= {use.office.zh, use.office.en}
    return wanted.office in named


def label_of(field: FieldOf) -> str:
    """What a field is called."""
    return field.en if (get_language() or "").startswith("en") else field.zh


def _listed(wanted: Wanted, known: Sequence[Known], fields: Sequence[FieldOf], depth: int) -> list[Page]:
    heads = [heading or label_of(one) for (_key, heading), one in zip(wanted.columns, fields, strict=True)]
    lines = [[_cell(one, field, depth) for field in fields] for one in known]
    sources = [
        [one.number, label_of(field), mark.source.value, f"{mark.at:%Y-%m-%d}"]
        for one in known
        for field in fields
        if (value := one.values.get(field.key)) and (mark := value.mark)
    ]
    return [
        Page(
            _("List"),
            [_("Number"), *heads],
            [[one.number, *line] for one, line in zip(known, lines, strict=True)],
        ),
        Page(_("Sources"), [_("Number"), _("Field"), _("Source"), _("Day")], sources),
    ]


def _cell(known: Known, field: FieldOf, depth: int) -> str:
    value = known.get(field.key)
    if value is None:
        return ""
    return spoken(field, value) if field.depth <= depth else shown(field, value)


def spoken(field: FieldOf, value: object) -> str:
    """A value as people say it."""
    if isinstance(value, list):
        return "、".join(spoken(field, one) for one in value)
    choice = field.choice(value)
    return choice.said(get_language() or "zh") if choice else str(value)


def _counted(wanted: Wanted, known: Sequence[Known], fields: Sequence[FieldOf]) -> list[Page]:
    by = registers.register(wanted.kind).field(wanted.count_by)
    if by is None or not by.choices:
        message = _("Only answers from a list can be counted.")
        raise Invalid(message, fields={"count_by": message})
    counts: dict[str, int] = {}
    for one in known:
        value = one.get(by.key)
        said = spoken(by, value) if value is not None else _("not known")
        counts[said] = counts.get(said, 0) + 1
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Page(_("Counts"), [label_of(by), _("Number of records")], [*rows, (_("Together"), len(known))])]


@transaction.atomic
def keep_table(wanted: Wanted, *, name: str, actor: Actor) -> UUID:
    """Keep a mapping for an office under a name; the sharing catalogue is asked at once."""
    township, owner = at_home(actor)
    if not wanted.office.strip():
        message = _("Say for which office it is.")
        raise Invalid(message, fields={"office": message})
    _fields(wanted, "xlsx", next(iter(TAKING)), township)
    row = Outward.objects.create(
        id=new_id(township),
        township=township,
        name=text.clean_required(name, field="name", limit=60, lines=False),
        office=text.clean_required(wanted.office, field="office", limit=80, lines=False),
        kind=wanted.kind,
        columns=[{"field": key, "heading": heading} for key, heading in wanted.columns],
        count_by=wanted.count_by,
        made_by=owner,
        made_at=clock.now(),
    )
    return row.id


@transaction.atomic
def remove_table(*, table_id: UUID, actor: Actor) -> None:
    """Take a saved table out of the list."""
    row = Outward.objects.visible_to(actor).select_for_update().one(table_id)
    row.removed_at = clock.now()
    row.write("removed_at")


def wanted_of(row: Outward, *, full: bool = False) -> Wanted:
    """What a saved table asks for."""
    columns = tuple((str(one["field"]), str(one["heading"])) for one in row.columns)
    return Wanted(row.kind, columns, full, row.count_by, row.office, row.id)
