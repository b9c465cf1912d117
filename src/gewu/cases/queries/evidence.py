"""What a proof of a case is made of, besides its entries: people's words with their salts."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from gewu.cases.models import Case, CaseText
from gewu.kernel.access import Actor


@dataclass(frozen=True, slots=True)
class SaltedWords:
    """Words with the salt of the digest that their entry carries."""

    id: UUID
    entry: int
    kind: str
    text: str
    salt: str


def salted_words(actor: Actor, case_id: UUID, wanted: Collection[UUID]) -> tuple[SaltedWords, ...]:
    """These words of a case that the actor sees, in the order of their entries; what is gone is left out."""
    case = Case.objects.visible_to(actor).one(case_id)
    rows = CaseText.objects.filter(township=case.township, case_id=case.id, id__in=list(wanted))
    return tuple(
        SaltedWords(row.id, row.entry, row.kind, row.text, row.salt) for row in rows.order_by("entry", "id")
    )


def numbers_of(actor: Actor, township: int, cases: Collection[UUID]) -> dict[UUID, str]:
    """The numbers of those cases that the actor sees."""
    rows = Case.objects.visible_to(actor).filter(township=township, id__in=list(cases))
    return dict(rows.values_list("id", "number"))


def case_numbered(actor: Actor, number: str) -> UUID | None:
    """The case with this number, if the actor sees it."""
    found: UUID | None = (
        Case.objects.visible_to(actor).filter(number=number).values_list("id", flat=True).first()
    )
    return found
