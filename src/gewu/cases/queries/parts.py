"""Cases and their parts 主件、子件, and whether a community may be given a case 准入."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from gewu.cases.models import Case
from gewu.cases.powers import NEGOTIATION
from gewu.cases.queries.names import language, office_names, words_of
from gewu.cases.queries.values import CasePart
from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Actor
from gewu.kernel.ids import township_of
from gewu.people import queries as people

STATION = "station"
AGREED = "agreed"


def may_be_given(case: Case, office: UUID) -> bool:
    """Whether an office may be given a case: a community only what is on its list, or what it agreed to."""
    if catalogue.is_admitted(case.township, case.category):
        return True
    if not any(one.id == office and one.kind == STATION for one in people.organisations_of(case.township)):
        return True
    agreed = Case.objects.filter(township=case.township, parent=case.id, category=NEGOTIATION, stage=AGREED)
    return agreed.filter(holder_org=office).exists()


def parts_of(case: Case, actor: Actor) -> tuple[CasePart, ...]:
    """The parts of a case, oldest first; what the actor may not see is there by its number alone."""
    rows = list(Case.objects.filter(township=case.township, parent=case.id).order_by("recorded_at", "id"))
    return _shown(rows, actor)


def whole_of(case: Case, actor: Actor) -> CasePart | None:
    """The case that this one is a part of."""
    if case.parent is None:
        return None
    return _shown(Case.objects.by_id(case.parent), actor)[0]


def _shown(rows: Iterable[Case], actor: Actor) -> tuple[CasePart, ...]:
    rows = list(rows)
    if not rows:
        return ()
    mine = Case.objects.visible_to(actor).filter(
        township=township_of(rows[0].id), id__in=[row.id for row in rows]
    )
    seen = set(mine.values_list("id", flat=True))
    offices = office_names(rows[0].township, {row.holder_org or row.offered_org for row in rows})
    return tuple(_part(row, offices) if row.id in seen else _unseen(row) for row in rows)


def _part(row: Case, offices: Mapping[UUID, str]) -> CasePart:
    office = row.holder_org or row.offered_org
    return replace(
        _unseen(row),
        category_name=catalogue.category_name(row.category, language()),
        stage_title=words_of(row).stages[row.stage].title,
        holder=offices.get(office, "") if office else "",
        may_open=True,
    )


def _unseen(row: Case) -> CasePart:
    definition = catalogue.definition(row.definition_id)
    return CasePart(
        id=row.id,
        number=row.number,
        type=row.type_key,
        category_name="",
        stage=row.stage,
        stage_title="",
        public_state=definition.public_state(row.stage, waits=row.review_on is not None),
        is_open=row.closed_at is None,
        holder="",
        may_open=False,
    )
