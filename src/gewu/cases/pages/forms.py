"""The forms of moves, drawn from the JSON Schema that came with the offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.cases.pages.narrowing import categories_by_major
from gewu.cases.queries import CaseFile, Named, OfferedMove
from gewu.cases.rules import NO_PHOTO
from gewu.cases.standing import AWAITED
from gewu.catalogue import queries as catalogue
from gewu.catalogue.definition import CaseType, Move
from gewu.catalogue.effects import Effect
from gewu.catalogue.spoken import said
from gewu.people import queries as people
from gewu.places.queries import AreaName
from gewu.ui.forms import Choice, Field, fields_from_schema

OFFICE, STANDARD, CATEGORY = "organisation", "standard", "category"
PHOTOS = "photos"
OFFICES = frozenset({OFFICE, "helper", "suggested"})
ASIDE = frozenset({Effect.WAITS})


@dataclass(frozen=True, slots=True)
class MoveButton:
    """A move in the bar. `tone` is how its button looks; `confirm` asks before what cannot be undone."""

    move: OfferedMove
    title: str
    tone: str
    confirm: str
    bare: bool
    receipt: str

    @property
    def name(self) -> str:
        return self.move.name

    @property
    def button(self) -> str:
        return self.move.button


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move with its questions, open in the bar."""

    of: MoveButton
    fields: tuple[Field, ...]
    message: str = ""
    # The form as it is counted: the kind of case with the move, and the version of the definition.
    form: str = ""
    version: int = 0

    @property
    def takes_photos(self) -> bool:
        return bool(self.of.move.photos)


class About(Protocol):
    """What choices depend on: where, what, and the way down to the place."""

    @property
    def township(self) -> int: ...
    @property
    def category(self) -> str: ...
    @property
    def definition_id(self) -> UUID | None: ...
    @property
    def path(self) -> Sequence[AreaName]: ...
    @property
    def suggested(self) -> Named | None: ...


@dataclass(frozen=True, slots=True)
class Several:
    """Several cases as the choices of one form see them."""

    township: int
    category: str
    # Cases of several definitions go by what is shipped.
    definition_id: UUID | None = None
    path: tuple[AreaName, ...] = ()
    suggested: Named | None = None


def fields_together(
    move: OfferedMove, definition: UUID, about: About, values: Mapping[str, Any], errors: Mapping[str, str]
) -> tuple[Field, ...]:
    """The questions of a move that is made on several cases of one definition at once, in its words."""
    words = catalogue.words(definition, get_language() or "")
    choices = {name: _choices(about, name, rule) for name, rule in _properties(move).items()}
    drawn = fields_from_schema(move.schema, words.fields, values, errors, choices=choices)
    return tuple(_kind_for(field) for field in drawn)


def buttons_of(file: CaseFile, definition: CaseType) -> tuple[MoveButton, ...]:
    """Every move on offer: the next step of the way first, putting off last."""
    buttons = [_button(file, definition, offered) for offered in file.moves]
    order = {"primary": 0, "": 1, "danger": 2, "quiet": 3}
    return tuple(sorted(buttons, key=lambda button: order[button.tone]))


def move_form(
    file: CaseFile,
    button: MoveButton,
    *,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    message: str = "",
) -> MoveForm:
    """The questions of a move, with what was typed and what was wrong."""
    schema = button.move.schema
    choices = {name: _choices(file, name, rule) for name, rule in _properties(button.move).items()}
    said = catalogue.words(file.definition_id, get_language() or "")
    drawn = fields_from_schema(schema, said.fields, values, errors, choices=choices)
    asked = [_kind_for(field) for field in drawn if field.name != NO_PHOTO or button.move.photos_due]
    # The photo stands right before the reason why there may be none, else at the end.
    place = next((n for n, field in enumerate(asked) if field.name == NO_PHOTO), len(asked))
    photos = _photo_fields(file, button.move, (errors or {}).get("photos", ""))
    version = catalogue.definition(file.definition_id).version
    fields = (*asked[:place], *photos, *asked[place:])
    return MoveForm(button, fields, message, form=f"{file.type}/{button.name}", version=version)


def _photo_fields(file: CaseFile, move: OfferedMove, error: str) -> tuple[Field, ...]:
    if not move.photos:
        return ()
    label = _("Photos of how it is now") if move.photos == "after" else _("Photos of how it was found")
    why = catalogue.category(file.category).photos_why if move.photos_due else None
    wanted = why.name(get_language() or "") if why else _("Not required.")
    removed = _("Position and time inside the pictures are removed.")
    return (
        Field(
            name=PHOTOS,
            label=label,
            kind="file",
            multiple=True,
            help=f"{wanted} {removed}",
            error=error,
        ),
    )


def _button(file: CaseFile, definition: CaseType, offered: OfferedMove) -> MoveButton:
    move = next((move for move in definition.moves_from(file.stage) if move.name == offered.name), None)
    last = bool(move and move.to and definition.stages[move.to].final)
    title = offered.titles["en" if (get_language() or "").startswith("en") else "zh"]
    confirm = _("“%(move)s” cannot be undone. Go on?") % {"move": title} if last else ""
    return MoveButton(
        move=offered,
        title=title,
        tone=_tone(file, definition, move, last=last),
        confirm=confirm,
        bare=not (_properties(offered).keys() or offered.photos),
        receipt=uuid4().hex,
    )


def _tone(file: CaseFile, definition: CaseType, move: Move | None, *, last: bool) -> str:
    if move is None:
        return ""
    if move.effects & ASIDE:
        return "quiet"
    if _onward(file, definition, move):
        return "primary"
    return "danger" if last else ""


def _onward(file: CaseFile, definition: CaseType, move: Move) -> bool:
    """The move that the case waits for: the first one, where its stage names what it waits for."""
    if file.awaits == definition.stages[file.stage].awaits:
        return move is next((one for one in definition.moves_from(file.stage) if one.targets), None)
    awaited = AWAITED.get(file.awaits)
    if awaited is None:
        return Effect.RESUMES in move.effects
    return awaited(definition, move) or (file.awaits == "verify" and not move.effects)


def _properties(offered: OfferedMove) -> Mapping[str, Any]:
    properties = offered.schema["properties"]
    return properties if isinstance(properties, dict) else {}


def _choices(file: About, name: str, rule: Mapping[str, Any]) -> tuple[Choice, ...]:
    offered = tuple(Choice(str(one["const"]), str(one["title"])) for one in rule.get("oneOf", ()))
    if name in OFFICES:
        return _offices(file, offered, suggested=name == OFFICE)
    if name == CATEGORY:
        known = {choice.value for choice in offered}
        return tuple(choice for choice in categories_by_major() if choice.value in known)
    return tuple(_with_limit(file, choice) for choice in offered) if name == STANDARD else offered


def _offices(file: About, offered: tuple[Choice, ...], *, suggested: bool) -> tuple[Choice, ...]:
    """Offices by kind; first whom those that returned it suggest, then those who usually do such a thing."""
    known = {str(office.id): office for office in people.organisations_of(file.township)}
    keys = [office.key for office in known.values()]
    here = [step.code for step in file.path]
    usual = catalogue.usual_offices(file.category, keys, here=here, of=file.definition_id)
    first = (_("Suggested by those who returned it"), _("Usually theirs"))
    named = str(file.suggested.id) if suggested and file.suggested else ""

    def group(office: str) -> str:
        if office == named:
            return first[0]
        return first[1] if known[office].key in usual else str(known[office].get_kind_display())

    grouped = [replace(choice, help=group(choice.value)) for choice in offered if choice.value in known]
    return tuple(sorted(grouped, key=lambda one: (one.help not in first, one.help != first[0], one.help)))


def _with_limit(file: About, choice: Choice) -> Choice:
    """A filing standard says how long handling may take then."""
    filing = {
        standard.key: standard for standard in catalogue.category(file.category, file.definition_id).filing
    }
    standard = filing.get(choice.value)
    if standard is None:
        return choice
    return replace(choice, help=_("To be done within %(limit)s") % {"limit": said(standard.limit)})


def _kind_for(field: Field) -> Field:
    if field.name in OFFICES | {CATEGORY}:
        return replace(field, kind="grouped")
    return replace(field, kind="radio") if field.name == STANDARD else field
