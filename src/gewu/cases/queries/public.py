"""What anybody may read of a case who has its number: four states, released words, released photos."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from gewu.cases import links
from gewu.cases.models import Case, CaseFile, CaseText
from gewu.cases.powers import DESCRIPTION
from gewu.cases.queries.facts import entries_of
from gewu.cases.queries.names import language, place_name, words_of
from gewu.cases.queries.resident import public_steps
from gewu.cases.queries.story import Material
from gewu.cases.queries.values import PublicCase, PublicWords
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType
from gewu.catalogue.effects import Effect
from gewu.kernel import clock, numbers
from gewu.kernel.access import AccessClass
from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.ids import new_id
from gewu.kernel.models.files import File
from gewu.places import queries as places

KEPT_PUBLIC = timedelta(days=180)
# Asked for when there is no case, so that knowing and not knowing take the same work.
NOWHERE = 100_000_000


@dataclass(frozen=True, slots=True)
class Slip:
    """What the reporter takes away: the number, and the secret of the link to answer how it went."""

    case_id: UUID
    number: str
    key: str


def case_of_number(number: str) -> Case | None:
    """The case behind a number as somebody typed it. The letters of the number say where it is at home."""
    try:
        clean = numbers.clean(number)
    except Invalid:
        clean = ""
    letters = numbers.letters_of(clean)
    homes = [locality.township for locality in places.localities() if locality.letters == letters]
    return Case.objects.filter(township=homes[0] if homes else NOWHERE, number=clean).first()


def slip_of(case_id: UUID) -> Slip:
    """The slip for whoever has just reported this case."""
    case = Case.objects.one(case_id)
    return Slip(case.id, case.number, links.reporter_key(case.id))


def public_case(number: str) -> PublicCase | None:
    """The public page of a number. Unknown, hidden and expired ones cost the same statements."""
    found = case_of_number(number)
    shown = found if found is not None and is_public(found) else None
    township, case_id = (shown.township, shown.id) if shown else (NOWHERE, new_id(NOWHERE))
    # What was joined with an earlier report is answered there: its page tells the state of that one.
    lead = Case.objects.filter(
        township=township, id=(shown and shown.merged_into) or new_id(township), access_class=AccessClass.OPEN
    ).first()
    told = lead or shown
    both = [case_id, *([lead.id] if lead else [])]
    texts = tuple(
        CaseText.objects.filter(township=township, case_id__in=both, released=True).order_by(
            "written_at", "kind", "id"
        )
    )
    photos = CaseFile.objects.filter(township=township, case_id=case_id, released=True).order_by("added_at")
    shown_photos = tuple(photos.values_list("file_id", flat=True))
    entries = tuple(entries_of(told.id if told else case_id))
    if shown is None or told is None:
        return None
    words = tuple(text for text in texts if text.case_id == case_id or text.kind != DESCRIPTION)
    definition = catalogue.definition(told.definition_id)
    material = Material(told, definition, words, (), {}, entries, {})
    return _public(material, shown, shown_photos)


def public_photo(number: str, file_id: UUID) -> File:
    """A released photo of a public case, or NotFound."""
    case = case_of_number(number)
    if case is not None and is_public(case):
        photos = CaseFile.objects.filter(township=case.township, case_id=case.id, released=True)
        if photos.filter(file_id=file_id).exists():
            return File.objects.one(file_id)
    raise NotFound(_("There is nothing here, or it is not yours to see."))


def is_public(case: Case) -> bool:
    """Closely held cases have no public page, and after some months nobody's has."""
    is_recent = case.closed_at is None or clock.now() - case.closed_at < KEPT_PUBLIC
    return case.access_class == AccessClass.OPEN and is_recent


def _may_reopen(case: Case, definition: CaseType) -> bool:
    moves = definition.moves_from(case.stage) if case.unhappy and case.reopened_at is None else ()
    return any(Effect.REOPENS in move.effects for move in moves)


def _public(material: Material, asked: Case, photos: tuple[UUID, ...]) -> PublicCase:
    """The page of the case asked for, with the state of the one that answers for it."""
    case, definition = material.case, material.definition
    said = words_of(case)
    state = definition.public_state(case.stage, waits=case.review_on is not None)
    return PublicCase(
        number=asked.number,
        category_name=words_of(asked).category or catalogue.category_name(asked.category, language()),
        state=state,
        state_title=said.public[state],
        sentence=said.stages[case.stage].public,
        # The community, not the house: a number may be read over a shoulder.
        place=place_name(asked.in_community, language()),
        reported_at=asked.reported_at,
        closed_at=case.closed_at,
        review_on=case.review_on,
        steps=public_steps(material),
        words=tuple(
            PublicWords(
                text.written_at,
                said.fields[text.kind].label if text.kind in said.fields else "",
                text.text,
                is_report=text.kind == DESCRIPTION,
            )
            for text in material.texts
        ),
        photos=photos,
        may_reopen=case.id == asked.id and _may_reopen(case, definition),
        may_rate=asked.awaits == "rate",
        demands=case.demands,
        lead=case.number if case.id != asked.id else "",
        may_second=case.closed_at is None,
    )
