"""The studio's first page: what holds in the actor's places, and the drafts."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gewu.catalogue import queries as catalogue
from gewu.kernel.access import ActorRequest
from gewu.people.access import for_roles
from gewu.people.roles import roles
from gewu.places import queries as places
from gewu.studio import queries
from gewu.studio.models import Draft

STUDIO = tuple(key for key, role in roles().items() if role.drafts or role.publishes)


@dataclass(frozen=True, slots=True)
class Held:
    """What holds at a place for one kind of case."""

    key: str
    title: str
    place_id: UUID
    place: str
    of: str  # the place that published it; blank for what is shipped
    version: int
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Row:
    """A draft as a line."""

    row: Draft
    title: str
    place: str
    by: str
    may_publish: bool


@require_safe
@for_roles(*STUDIO)
def overview(request: ActorRequest) -> HttpResponse:
    """What holds where, the drafts being written, and those that ended."""
    language = get_language() or ""
    found = queries.drafts(request.actor)
    names = queries.names_of(found)
    rows = [_row(request, row, names, language) for row in found]
    said = {
        "held": list(_held(request, found, language)),
        "living": [one for one in rows if one.row.ended_at is None],
        "ended": [one for one in rows if one.row.ended_at is not None],
        "history": _history(request, language),
    }
    return render(request, "studio/overview.html", said)


def _held(request: ActorRequest, found: list[Draft], language: str) -> list[Held]:
    living = {(row.key, row.place_id): row for row in found if row.ended_at is None}
    return [
        Held(
            key=key,
            title=catalogue.words(published.definition, language).title,
            place_id=place.id,
            place=place.in_language(language),
            of=places.area(published.place).in_language(language) if published.place else "",
            version=published.definition.version,
            draft=living.get((key, place.id)),
        )
        for place in queries.places_of(request.actor, "drafts")
        for key, published in queries.in_force_around(place.id).items()
    ]


def _row(request: ActorRequest, row: Draft, names: dict[UUID, str], language: str) -> Row:
    waits = row.state == Draft.State.OFFERED
    return Row(
        row=row,
        title=catalogue.words(row.key, language).title,
        place=places.area(row.place_id).in_language(language),
        by=names.get(row.opened_by, "") if row.opened_by else "",
        may_publish=waits and queries.may_publish(request.actor, row),
    )


def _history(request: ActorRequest, language: str) -> list[tuple[catalogue.Edition, str]]:
    """What was published in the actor's places, newest first."""
    areas = {place.id: place for place in queries.places_of(request.actor, "publishes")}
    listed = [one for one in catalogue.editions(areas) if one.place is not None]
    return [(one, areas[one.place].in_language(language)) for one in listed[:20] if one.place]
