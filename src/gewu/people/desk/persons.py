"""The list of people: found by name, pinyin or username, narrowed, printed, taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.people import queries
from gewu.people.access import for_roles
from gewu.people.desk import choices
from gewu.people.models import Post, User
from gewu.people.rules import AccountState
from gewu.people.templatetags.people import place_of, role_of
from gewu.places import queries as places
from gewu.ui.forms import Field

SIZE = 50
TONES: dict[AccountState, str] = {
    "active": "working",
    "invited": "received",
    "locked": "paused",
    "left": "quiet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A person in the list."""

    user: User
    state: str
    tone: str

    @property
    def posts_now(self) -> list[Post]:
        """What they hold today; whoever has left holds nothing, though posts end with the day."""
        held: list[Post] = getattr(self.user, "held", [])
        return [] if self.user.left_on else held


@require_safe
@for_roles("admin")
def everybody(request: ActorRequest) -> HttpResponse:
    """People under my place, by name."""
    chosen = parse(filters(request), request.GET)
    found = queries.persons(request.actor, chosen=chosen, after=request.GET.get("after") or None, size=SIZE)
    said = {
        "rows": [row_of(user) for user in found.items],
        "next": found.next,
        "chosen": chosen,
        "fields": _fields(request, chosen),
        "given": request.GET,
    }
    return render(request, "people/desk/everybody.html", said)


@require_safe
@for_roles("admin")
def on_paper(request: ActorRequest) -> HttpResponse:
    """The same list, whole, for paper."""
    chosen = parse(filters(request), request.GET)
    rows = [row_of(user) for user in _all(request, chosen)]
    return render(request, "people/desk/everybody_print.html", {"rows": rows, "chosen": chosen})


@require_safe
@for_roles("admin")
def as_csv(request: ActorRequest) -> HttpResponse:
    """The same list, one line for every post."""
    chosen = parse(filters(request), request.GET)
    header = (
        _("Name"), _("Username"), _("State"), _("Role"), _("Place"), _("Organisation"), _("From"), _("Until"),
    )  # fmt: skip
    lines = (line for user in _all(request, chosen) for line in _lines(row_of(user)))
    return csv_response(_("People"), header, lines)


def row_of(user: User) -> Row:
    state = queries.state_of(user)
    return Row(user, state_words()[state], TONES[state])


def state_words() -> dict[AccountState, str]:
    return {
        "active": _("In use"),
        "invited": _("Not set up yet"),
        "locked": _("Locked"),
        "left": _("Has left"),
    }


def filters(request: ActorRequest) -> tuple[Filter, ...]:
    """What the list can be narrowed by."""
    organisations = {choice.value: choice.label for choice in choices.organisations_of(request.actor)}
    return (
        Filter("q", gettext_lazy("Name, pinyin or username"), kind="text", narrow=_words),
        Filter("state", gettext_lazy("State"), choices=dict[str, str](state_words().items()), narrow=_state),
        Filter("role", gettext_lazy("Role"), choices=choices.all_roles(), narrow=_role),
        Filter(
            "place",
            gettext_lazy("Place"),
            choices=dict(choices.communities_under(request.actor)),
            narrow=_place,
        ),
        Filter("organisation", gettext_lazy("Organisation"), choices=organisations, narrow=_organisation),
    )


def _all(request: ActorRequest, chosen: Chosen) -> Iterator[User]:
    """Every page after the other: what is printed and exported is what the list shows."""
    after: str | None = None
    while True:
        found = queries.persons(request.actor, chosen=chosen, after=after, size=200)
        yield from found.items
        after = found.next
        if after is None:
            return


def _lines(row: Row) -> Iterator[tuple[object, ...]]:
    who = (row.user.name, row.user.username, row.state)
    if not row.posts_now:
        yield (*who, "", "", "", "", "")
    for post in row.posts_now:
        office = post.organisation.in_language(choices.language()) if post.organisation else ""
        yield (*who, role_of(post), place_of(post), office, post.first_day, post.last_day or "")


def _fields(request: ActorRequest, chosen: Chosen) -> list[Field]:
    return [
        Field(
            name=known.name,
            label=str(known.label),
            kind="grouped" if known.name == "organisation" else "choice",
            value=request.GET.get(known.name, ""),
            choices=choices.organisations_of(request.actor)
            if known.name == "organisation"
            else [(key, str(words)) for key, words in known.choices.items()],
        )
        for known in filters(request)
        if known.name != "q"
    ]


def _words(typed: object) -> Q:
    return queries.narrow_by_words(str(typed))


def _state(state: object) -> Q:
    return queries.STATES[state]  # type: ignore[index]  # one of the choices


def _role(role: object) -> Q:
    return queries.narrow_by_post(role=role)


def _place(area: object) -> Q:
    return queries.narrow_by_post(area__path__contains=[places.area(UUID(str(area))).id])


def _organisation(identifier: object) -> Q:
    return queries.narrow_by_post(organisation=identifier)
