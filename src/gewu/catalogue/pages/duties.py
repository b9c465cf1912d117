"""What a grid worker does here: six things to be for people, and the matters of its grid."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gewu.catalogue import queries
from gewu.catalogue.matters import Matter, MatterSet, sets
from gewu.kernel.access import ActorRequest
from gewu.people.access import staff_only
from gewu.places.features import home_of
from gewu.places.locality import Locality


@dataclass(frozen=True, slots=True)
class Counted:
    """A matter with as many categories as belong to it."""

    key: str
    name: str
    categories: int


@dataclass(frozen=True, slots=True)
class Called:
    """A word of the place and what it means."""

    name: str
    means: str


@require_safe
@staff_only
def duties(request: ActorRequest) -> HttpResponse:
    """In the words of the place where the actor is at home, with what its levels and roles are called."""
    language = get_language() or ""
    here = home_of(request.actor)
    chosen = sets()[here.matters] if here and here.matters else None
    said = {
        "locality": here.names.in_language(language) if here else "",
        "helpers": [
            Called(one.in_language(language), one.does.in_language(language))
            for one in (here.helpers if here else ())
        ],
        "set": chosen.name(language) if chosen else "",
        "matters": _matters(chosen, language),
        "levels": _levels(here, language),
    }
    return render(request, "catalogue/duties.html", said)


def _matters(chosen: MatterSet | None, language: str) -> list[Counted]:
    return [Counted(one.key, one.name(language), _members(one)) for one in (chosen.matters if chosen else ())]


def _members(matter: Matter) -> int:
    return sum(matter.holds(category.code) for category in queries.categories()) if matter.codes else 0


def _levels(here: Locality | None, language: str) -> list[str]:
    return [level.in_language(language) for level in (here.levels if here else ())]
