"""Single rows, as an actor may find them, and what is known of a person before anybody asks."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.models import nothing_here
from gewu.kernel.secrets import blind_index
from gewu.registers import holding
from gewu.registers.definition import Register
from gewu.registers.models import TABLES, Dwelling, Household, Person, RegisterRow
from gewu.registers.queries.definitions import register
from gewu.registers.queries.going import FORGOTTEN
from gewu.registers.values import Known, KnownValue


def rows(kind: str, actor: Actor) -> "QuerySet[RegisterRow]":
    """The rows of a register that the actor sees; jobs see all, and name their township.

    Persons who were erased are seen by nobody: their old addresses answer "not found".
    """
    register(kind)
    table = TABLES[kind].objects  # type: ignore[attr-defined] # every table names its own
    if actor.door == "job":
        everything: QuerySet[RegisterRow] = table.all()
        return everything
    seen: QuerySet[RegisterRow] = table.visible_to(actor)
    return seen.exclude(FORGOTTEN) if kind == "person" else seen


def row(kind: str, identifier: UUID, actor: Actor) -> RegisterRow:
    """One row that the actor sees, or NotFound."""
    found = rows(kind, actor).by_id(identifier).first()  # type: ignore[attr-defined] # a queryset of ours
    if found is None:
        raise nothing_here()
    return found  # type: ignore[no-any-return]


def kind_of(identifier: UUID, actor: Actor) -> str:
    """Which register a row that the actor sees stands in, or NotFound."""
    for kind in TABLES:
        if rows(kind, actor).by_id(identifier).exists():  # type: ignore[attr-defined] # a queryset of ours
            return kind
    raise nothing_here()


def named_by(kind: str, township: int, answers: Mapping[str, JsonValue]) -> RegisterRow | None:
    """The row of a township that one of the strong fields names, whoever may see it."""
    for key in register(kind).strong:
        if value := answers.get(key):
            column = holding.INDEXES.get(key)
            condition = {column[0]: blind_index(column[1], str(value))} if column else {key: value}
            table = TABLES[kind]._default_manager.filter(township=township, went_to="", merged_into=None)
            found = table.filter(Q(**condition)).first()
            if found:
                return found
    return None


def dwelling_at(township: int, building: UUID, door: str) -> Dwelling | None:
    """The dwelling behind a door of a building."""
    return Dwelling.objects.filter(township=township, building=building, name=door, state="standing").first()


def known(row_: RegisterRow, of: Register) -> Known:
    """What is known of a row, in clear."""
    values = {
        key: KnownValue(value, holding.mark_of(row_, key))
        for key, value in holding.held(row_, of.fields).items()
    }
    return Known(
        id=row_.id,
        kind=of.key,
        number=row_.number,
        version=row_.version,
        values=values,
        address=row_.address,
        building=row_.building,
        household=getattr(row_, "household", None),
        dwelling=getattr(row_, "dwelling", None),
        born=getattr(row_, "born", None),
    )


def known_person(
    actor: Actor,
    *,
    township: int | None = None,
    phone: str = "",
    identity: str = "",
    person: UUID | None = None,
) -> Known | None:
    """The one person whom an actor means and may see, by row, identity number or phone; None if not sure.

    A phone that several living people share names nobody.
    """
    seen = rows("person", actor)
    if township is not None:
        seen = seen.filter(township=township)
    if person:
        found = seen.by_id(person)  # type: ignore[attr-defined] # a queryset of ours
    elif identity:
        found = seen.filter(Q(identity_index=blind_index("identity_number", identity)), went_to="")
    elif phone:
        found = seen.filter(Q(phone_index=blind_index("phone", phone)), state__in=["here", "away"])
    else:
        return None
    two = list(found[:2])
    return known(two[0], register("person")) if len(two) == 1 else None


def own_person(actor: Actor) -> Known | None:
    """What is known of the person whose account this is: shown to nobody else."""
    if actor.user is None:
        return None
    found = Person.objects.filter(township__gt=0, user=actor.user, state__in=["here", "away"]).first()
    return known(found, register("person")) if found else None


def household_of(person: Person) -> Household | None:
    if person.household is None:
        return None
    return Household.objects.filter(township=person.township, id=person.household).first()
