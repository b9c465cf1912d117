"""What commands keep beside the row of a case: words of people, and the parts of organisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gewu.cases import refusals, wording
from gewu.cases.models import Case, CaseParticipant, CaseText, Part
from gewu.cases.queries.facts import changes_since, standing_of
from gewu.cases.reach import run_here
from gewu.cases.standing import COLUMNS, Standing
from gewu.catalogue.definition import CaseType
from gewu.catalogue.queries import definition as definition_of
from gewu.kernel import clock, journal
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.models import nothing_here, statements

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words they are: never a name, which may change or be forgotten."""

    user: UUID | None
    role: str


def locked(actor: Actor, case_id: UUID) -> Case:
    """The case if the actor sees it, held until the transaction ends."""
    found = _seen_and_held.first(actor, run_here(), township=township_of(case_id), id=case_id)
    if found is None:
        raise nothing_here()
    return found


@statements.compiled
def _seen_and_held(actor: Actor, _run_here: tuple[int, ...], *, township: int, id: UUID) -> QuerySet[Case]:
    # Where the actor sees cases depends on what is run here, too: both shape the statement.
    return Case.objects.visible_to(actor).filter(township=township, id=id).select_for_update()


def unarchived(actor: Actor, case_id: UUID) -> Case:
    """The same for a case that is not over: what is in the archive stays as it is, for everybody."""
    case = locked(actor, case_id)
    if definition_of(case.definition_id).stages[case.stage].final:
        raise refusals.is_archived()
    return case


def require_version(case: Case, seen_version: int) -> None:
    """Refuse work on an older copy, and say what happened since."""
    if case.version != seen_version:
        raise refusals.stale(
            version=case.version, stage=case.stage, changes=changes_since(case.id, seen_version)
        )


def stand(case: Case, standing: Standing) -> list[str]:
    """Put what the rules decided on the row; the names of the columns that changed."""
    changed = []
    for column in COLUMNS:
        value = getattr(standing, column)
        value = list(value) if isinstance(value, tuple) else value
        if getattr(case, column) != value:
            changed.append(column)
        setattr(case, column, value)
    return changed


def keep_words(
    case: Case, words: Mapping[str, str], *, author: Author, public: frozenset[str]
) -> dict[str, str]:
    """Store words by kind for the entry that comes next, and give the digests that the entry carries."""
    rows = [
        CaseText(
            id=new_id(case.township),
            township=case.township,
            case_id=case.id,
            kind=kind,
            text=text,
            salt=journal.new_salt(),
            author=author.user,
            author_role=author.role,
            entry=case.journal_length + 1,
            written_at=clock.now(),
            released=kind in public,
        )
        for kind, text in words.items()
    ]
    if rows:
        statements.insert_all(rows)
        wording.tell(case, rows)
    return {row.kind: journal.digest(row.text, row.salt) for row in rows}


def public_at_once(definition: CaseType, words: Mapping[str, str]) -> frozenset[str]:
    """Kinds of words that were written for the public."""
    return frozenset(kind for kind in words if definition.shown(kind) == PUBLIC)


def keep_parts(case: Case, before: Standing, *, user: UUID | None, moment: datetime) -> None:
    """Bring the parts of organisations up to date with how the case stands, in one statement if at all."""
    old, new = _parts(before), _parts(standing_of(case))
    changed = {org: part for org, part in new.items() if old.get(org) != part}
    changed |= dict.fromkeys(old.keys() - new.keys(), Part.FORMER)
    if not changed:
        return
    CaseParticipant.objects.bulk_create(
        [
            CaseParticipant(
                id=new_id(case.township),
                township=case.township,
                case_id=case.id,
                organisation=organisation,
                user=user,
                part=part,
                since=moment,
                until=moment if part == Part.FORMER else None,
            )
            for organisation, part in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["township", "case_id", "organisation"],
        update_fields=["user", "part", "since", "until"],
    )
    if come := changed.keys() - old.keys():
        wording.tell(case, (), offices=come)


def retell(case: Case) -> None:
    """Tell the index of words everything anew: who may read them has changed, or where the case lies."""
    mine = {"township": case.township, "case_id": case.id}
    offices = CaseParticipant.objects.filter(**mine).values_list("organisation", flat=True)
    wording.tell_anew(case, CaseText.objects.filter(**mine).order_by("entry"), offices=offices)


def _parts(standing: Standing) -> dict[UUID, Part]:
    parts: dict[UUID, Part] = dict.fromkeys(standing.helpers, Part.HELPER)
    if standing.offered_org:
        parts[standing.offered_org] = Part.OFFERED
    if standing.holder_org:
        parts[standing.holder_org] = Part.HANDLER
    return parts
