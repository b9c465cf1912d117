"""What happens to a row besides writing fields: moving, dying, splitting, closing; each with its own form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import NotFound
from gewu.places import queries as places
from gewu.registers import commands, queries, refusals
from gewu.registers.pages import shell
from gewu.registers.queries import RegisterFile
from gewu.registers.reading import shipped
from gewu.registers.values import At
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done: what it is called, when it is offered, what it asks and what it does."""

    key: str
    title: Words
    kinds: frozenset[str]
    states: frozenset[str]
    asks: tuple[str, ...]
    help: Words
    do: Callable[[ActorRequest, RegisterFile], object]
    icon: str = "next"
    tone: str = ""


_PERSON, _HOUSEHOLD = frozenset({"person"}), frozenset({"household"})
_THERE = frozenset({"here", "away"})


def _move(request: ActorRequest, file: RegisterFile) -> object:
    return commands.move(
        file.id, into=shell.into_in(request), actor=request.actor, on=shell.day_in(request, "on")
    )


def _died(request: ActorRequest, file: RegisterFile) -> object:
    day = shell.day_in(request, "on")
    if day is None:
        raise refusals.invalid({"on": refusals.needed()})
    return commands.died(file.id, on=day, actor=request.actor)


def _split(request: ActorRequest, file: RegisterFile) -> object:
    leaving = [UUID(one) for one in request.POST.getlist("leaving") if one in _members(file)]
    into = shell.into_in(request) if request.POST.get("place") else commands.Into()
    return commands.split(
        file.id, leaving=leaving, into=into, actor=request.actor, on=shell.day_in(request, "on")
    )


def _merge(request: ActorRequest, file: RegisterFile) -> object:
    into = shell.into_in(request)
    if into.household is None and not request.POST.get("number"):
        raise refusals.invalid({"number": refusals.needed()})
    if into.household is None:
        raise refusals.invalid({"number": _("Choose another household.")})
    return commands.merge(file.id, into=into.household, actor=request.actor, on=shell.day_in(request, "on"))


def _state(state: str) -> Callable[[ActorRequest, RegisterFile], object]:
    def do(request: ActorRequest, file: RegisterFile) -> object:
        day = shell.day_in(request, "on")
        return commands.change_state(file.kind, file.id, state=state, actor=request.actor, on=day)

    return do


def _place(request: ActorRequest, file: RegisterFile) -> object:
    address = shell.address_in(request)
    if address is None:
        raise refusals.invalid({"place": refusals.needed()})
    return commands.place(file.kind, file.id, at=At(address=address), actor=request.actor)


def _hand_over(request: ActorRequest, file: RegisterFile) -> object:
    typed = request.POST.get("to", "")
    to = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 9 else 0
    return commands.hand_over(file.id, to=to, actor=request.actor)


DEEDS: tuple[Deed, ...] = (
    Deed(
        "move",
        gettext_lazy("Moves within the township"),
        _PERSON,
        _THERE,
        ("number", "relation", "place", "door", "on"),
        gettext_lazy("Into a household that is there, by its number, or into their own behind a door."),
        _move,
        "walk",
    ),
    Deed(
        "away",
        gettext_lazy("Is away for a time"),
        _PERSON,
        frozenset({"here"}),
        (),
        gettext_lazy("They stay in their household."),
        lambda request, file: commands.away(file.id, actor=request.actor),
        "clock",
    ),
    Deed(
        "back",
        gettext_lazy("Is back"),
        _PERSON,
        frozenset({"away"}),
        (),
        gettext_lazy("They live here again."),
        lambda request, file: commands.back(file.id, actor=request.actor),
        "undo",
    ),
    Deed(
        "left",
        gettext_lazy("Moved away for good"),
        _PERSON,
        _THERE,
        ("on",),
        gettext_lazy("Out of the household and of every programme; the record stays and is only read."),
        lambda request, file: commands.moved_away(
            file.id, actor=request.actor, on=shell.day_in(request, "on")
        ),
        "send",
        "danger",
    ),
    Deed(
        "handed",
        gettext_lazy("Hand over to another township"),
        _PERSON,
        _THERE,
        ("to",),
        gettext_lazy("A new record begins there, linked with this one by number."),
        _hand_over,
        "send",
    ),
    Deed(
        "died",
        gettext_lazy("Has died"),
        _PERSON,
        _THERE,
        ("on",),
        gettext_lazy("Out of the household and of every programme; the record stays and is only read."),
        _died,
        "heart",
        "danger",
    ),
    Deed(
        "split",
        gettext_lazy("Part of it becomes its own household"),
        _HOUSEHOLD,
        frozenset({"whole"}),
        ("leaving", "place", "door", "on"),
        gettext_lazy("Leave the house out when they stay in the same dwelling."),
        _split,
        "people",
    ),
    Deed(
        "merge",
        gettext_lazy("Joins another household"),
        _HOUSEHOLD,
        frozenset({"whole"}),
        ("number", "on"),
        gettext_lazy("Everybody moves into the other household; this one is dissolved."),
        _merge,
        "people",
        "danger",
    ),
    Deed(
        "place",
        gettext_lazy("Stands at another address"),
        frozenset({"dwelling", "establishment", "facility"}),
        frozenset({"standing", "open", "sound", "damaged", "missing"}),
        ("place",),
        gettext_lazy("Whoever lives there comes along."),
        _place,
        "pin",
    ),
    Deed(
        "gone",
        gettext_lazy("Is pulled down"),
        frozenset({"dwelling"}),
        frozenset({"standing"}),
        ("on",),
        gettext_lazy("Only when nobody lives there any more."),
        _state("gone"),
        "close",
        "danger",
    ),
    Deed(
        "closed",
        gettext_lazy("Has closed"),
        frozenset({"establishment"}),
        frozenset({"open"}),
        ("on",),
        gettext_lazy("It can be opened again."),
        _state("closed"),
        "close",
    ),
    Deed(
        "opened",
        gettext_lazy("Is open again"),
        frozenset({"establishment"}),
        frozenset({"closed"}),
        (),
        gettext_lazy("Its record goes on."),
        _state("open"),
        "undo",
    ),
    *(
        Deed(
            state,
            title,
            frozenset({"facility"}),
            frozenset({"sound", "damaged", "missing"} - {state}),
            (),
            gettext_lazy("How it stands is kept with the day."),
            _state(state),
            icon,
        )
        for state, title, icon in (
            ("sound", gettext_lazy("Is sound"), "check"),
            ("damaged", gettext_lazy("Is damaged"), "warning"),
            ("missing", gettext_lazy("Is missing"), "search"),
            ("removed", gettext_lazy("Was taken away"), "close"),
        )
    ),
)


def deeds_of(file: RegisterFile) -> tuple[Deed, ...]:
    """What can be done with a row as it stands."""
    offered = (one for one in DEEDS if file.kind in one.kinds and file.state in one.states)
    return tuple(one for one in offered if one.key != "handed" or _others(file))


@require_http_methods(["GET", "HEAD", "POST"])
@shell.writers
def deed(request: ActorRequest, kind: str, row_id: UUID, turn: str) -> HttpResponse:
    """One of them: its questions, and what it does."""
    found = queries.file_of(request.actor, kind, row_id)
    wanted = next((one for one in DEEDS if one.key == turn and kind in one.kinds), None)
    if wanted is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))

    def draw(message: str, wrong: Mapping[str, str]) -> HttpResponse:
        said = {
            "base": shell.base_of(request),
            "file": found,
            "deed": wanted,
            "form": f"{kind}/{turn}",
            "fields": _fields(request, wanted, found, wrong),
            "message": message,
            "receipt": request.POST.get("receipt") or uuid4().hex,
        }
        return render(request, "registers/deed.html", said)

    if request.method != "POST":
        return draw("", {})
    redraw_with(request, draw)
    wanted.do(request, found)
    messages.success(request, _("Done. The record says so from now on."))
    return redirect("registers:file", kind, row_id)


def _fields(
    request: ActorRequest, wanted: Deed, found: RegisterFile, wrong: Mapping[str, str]
) -> list[Field]:
    given = request.POST
    made: dict[str, Callable[[], Field]] = {
        "number": lambda: Field(
            name="number",
            label=_("Number of the household"),
            help=_("14 letters and digits, as on the page of the household."),
            value=given.get("number", ""),
            error=wrong.get("number", "") or wrong.get("household", "") or wrong.get("into", ""),
            max_length=24,
        ),
        "relation": lambda: Field(
            name="relation",
            label=_("Relation to the head"),
            kind="choice",
            value=given.get("relation", "other"),
            error=wrong.get("relation", ""),
            choices=[(one.key, one.said(shell.language())) for one in shipped().lists.lists["relation"]],
        ),
        "place": lambda: Field(
            name="place",
            label=_("House"),
            help=_("Estate and house, or street and number."),
            value=given.get("place", ""),
            error=wrong.get("place", "") or wrong.get("address", ""),
            max_length=60,
        ),
        "door": lambda: Field(
            name="door",
            label=_("Door or room"),
            help=_("As on its plate: unit and room."),
            value=given.get("door", ""),
            error=wrong.get("door", ""),
            max_length=40,
        ),
        "on": lambda: Field(
            name="on",
            label=_("Since when"),
            kind="date",
            value=given.get("on", ""),
            error=wrong.get("on", ""),
        ),
        "leaving": lambda: Field(
            name="leaving",
            label=_("Who goes"),
            kind="checks",
            required=True,
            value=given.getlist("leaving"),
            error=wrong.get("leaving", ""),
            choices=list(_members(found).items()),
        ),
        "to": lambda: Field(
            name="to",
            label=_("Township"),
            kind="choice",
            required=True,
            value=given.get("to", ""),
            error=wrong.get("to", ""),
            choices=_others(found),
        ),
    }
    return [made[name]() for name in wanted.asks]


def _members(file: RegisterFile) -> dict[str, str]:
    return {str(one.person.id): f"{one.person.name} · {one.relation_word}" for one in file.members}


def _others(file: RegisterFile) -> list[tuple[str, str]]:
    """The other townships that are run here."""
    homes = [one.township for one in places.localities() if one.township != file.township]
    named = [(f"{home:09d}", places.area_by_code(f"{home:09d}")) for home in homes]
    return [(code, place.in_language(shell.language())) for code, place in named]
