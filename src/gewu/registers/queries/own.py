"""Everything that is held of one person, in clear: for the person, and for nobody else (PIPL 45)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.secrets import blind_index
from gewu.registers import holding
from gewu.registers.definition import FieldOf, WithFields
from gewu.registers.models import Claim, Dwelling, Enrolment, Household, Look, Member, Person, Visit
from gewu.registers.queries.definitions import programme, register
from gewu.registers.queries.looks import looks_at
from gewu.registers.queries.rows import rows
from gewu.registers.reading import shipped
from gewu.registers.sources import Mark

__all__ = [
    "Enrolment",
    "Everything",
    "Held",
    "Look",
    "Member",
    "Part",
    "Person",
    "consented",
    "everything",
    "names",
    "person",
    "person_by_card",
    "person_of_account",
    "programme_of",
]


@dataclass(frozen=True, slots=True)
class Held:
    """A value that is held and where it came from."""

    field: FieldOf
    value: JsonValue
    mark: Mark | None

    def spoken(self, language: str) -> str:
        """The value in words: choices by their names."""
        given = self.value if isinstance(self.value, list) else [self.value]
        return "、".join(self._one(one, language) for one in given)

    def _one(self, value: JsonValue, language: str) -> str:
        known = self.field.choices or shipped().lists.lists.get(self.field.list or "", ())
        named = next((one for one in known if one.key == value), None)
        return named.said(language) if named else str(value)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a file: a register or a programme, since and until when, with what is held there."""

    of: WithFields
    held: tuple[Held, ...]
    since: date | None = None
    until: date | None = None
    erase_on: date | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """All that the registers hold of one person."""

    person: Person
    parts: tuple[Part, ...]
    memberships: tuple[Member, ...]
    visits: tuple[Visit, ...]
    claims: tuple[tuple[FieldOf, Claim], ...]
    looks: tuple[Look, ...]


def person_by_card(actor: Actor, *, township: int, identity: str) -> Person | None:
    """The person of a township whom a card names, if the actor reads registers there."""
    index = blind_index("identity_number", identity)
    named = Person.objects.filter(township=township, identity_index=index, went_to="").first()
    seen = named and rows("person", actor).filter(township=township, id=named.id).exists()
    return named if seen else None


def person_of_account(user: UUID) -> Person | None:
    """The person whose account this is."""
    return Person.objects.filter(township__gt=0, user=user, state__in=["here", "away"]).first()


def person(township: int, identifier: UUID) -> Person | None:
    """A person by id, whoever asks: for those who have been let in by another door."""
    return Person.objects.filter(township=township, id=identifier).first()


def everything(row: Person) -> Everything:
    """Whoever asks has made sure that it is for the person."""
    enrolments = Enrolment.objects.filter(township=row.township, subject=row.id, erased_at=None).order_by(
        "since", "id"
    )
    claims = Claim.objects.filter(township=row.township, subject=row.id, state__in=["open", "ask"])
    of = register("person")
    return Everything(
        person=row,
        parts=(_part_of(row), *_around(row), *(_enrolled(one) for one in enrolments)),
        memberships=tuple(
            Member.objects.filter(township=row.township, person=row.id).order_by("since", "id")
        ),
        visits=tuple(
            Visit.objects.filter(township=row.township, subjects__contains=[row.id]).order_by(
                "-visited_at", "-id"
            )[:200]
        ),
        claims=tuple(
            (field, one) for one in claims.order_by("made_at", "id") if (field := of.field(one.field))
        ),
        looks=tuple(looks_at(row.township, [row.id])),
    )


def consented(township: int, identifier: UUID) -> list[Enrolment]:
    """The programmes somebody is in by their own word only."""
    found = Enrolment.objects.filter(township=township, subject=identifier, until=None)
    return [one for one in found.order_by("since", "id") if programme(one.programme).consent]


def _part_of(row: Person) -> Part:
    of = register("person")
    known = holding.held(row, of.fields)
    return Part(
        of,
        tuple(
            Held(one, known[one.key], holding.mark_of(row, one.key)) for one in of.fields if one.key in known
        ),
    )


def _around(row: Person) -> list[Part]:
    """The household and the dwelling: what is held there is of those who live in it."""
    found: list[Part] = []
    for kind, table, identifier in (
        ("household", Household, row.household),
        ("dwelling", Dwelling, row.dwelling),
    ):
        other = table.objects.filter(township=row.township, id=identifier).first() if identifier else None
        if other:
            of = register(kind)
            known = holding.held(other, of.fields)
            held = tuple(
                Held(one, known[one.key], holding.mark_of(other, one.key))
                for one in of.fields
                if one.key in known
            )
            found.append(Part(of, held))
    return found


def _enrolled(row: Enrolment) -> Part:
    of = programme(row.programme)
    known: Mapping[str, JsonValue] = {**row.values, **holding.sealed_values(row.secret)}
    held = tuple(
        Held(one, known[one.key], Mark.unpacked(row.sources[one.key]) if one.key in row.sources else None)
        for one in of.fields
        if one.key in known
    )
    return Part(of, held, row.since, row.until, row.erase_on)


def names(township: int, identifiers: Collection[UUID]) -> dict[UUID, str]:
    """What persons are called, by id."""
    rows = Person.objects.filter(township=township, id__in=list(identifiers))
    return dict(rows.values_list("id", "name"))


def programme_of(township: int, enrolment: UUID) -> str | None:
    """The programme of an enrolment."""
    return (
        Enrolment.objects.filter(township=township, id=enrolment).values_list("programme", flat=True).first()
    )
