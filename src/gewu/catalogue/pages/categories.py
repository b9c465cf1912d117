"""The list of categories: searched, narrowed, printed, taken away; and one category in full."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.catalogue import listing, queries
from gewu.catalogue.listing import Entry, Offices
from gewu.catalogue.matters import MatterSet, sets
from gewu.kernel.access import Actor, ActorRequest
from gewu.kernel.errors import NotFound
from gewu.kernel.exports import csv_response
from gewu.kernel.filters import Chosen, Filter, parse
from gewu.people.access import staff_only
from gewu.places.dictionary import Feature
from gewu.places.features import home_of
from gewu.ui.forms import Field


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody asked for: the rows, and how they were narrowed."""

    rows: list[Entry]
    chosen: Chosen
    fields: tuple[Field, ...]
    text: str

    @property
    def groups(self) -> list[tuple[str, list[Entry]]]:
        """Under their classes; what was searched for stays in the order of its fitness."""
        return [("", self.rows)] if self.text and self.rows else listing.grouped(self.rows)


@require_safe
@staff_only
def catalogue(request: ActorRequest) -> HttpResponse:
    """Every category with its limits and who puts it right here; `?q=` searches as residents do."""
    language = get_language() or ""
    said = {
        "shown": _shown(request),
        "case_types": [(key, queries.words(key, language).title) for key in queries.case_type_keys()],
    }
    return render(request, "catalogue/catalogue.html", said)


@require_safe
@staff_only
def on_paper(request: ActorRequest) -> HttpResponse:
    """The same with every standard, for a folder on the counter."""
    return render(request, "catalogue/print.html", {"shown": _shown(request)})


@require_safe
@staff_only
def as_file(request: ActorRequest) -> HttpResponse:
    """The same as CSV, one line per filing standard."""
    return csv_response(_("Catalogue"), listing.heading(), listing.lines(_shown(request).rows))


@require_safe
@staff_only
def one_category(request: ActorRequest, code: str) -> HttpResponse:
    """One category: when it is taken on and done, how long it may last, who does it, how people call it."""
    language = get_language() or ""
    found = next((one for one in queries.categories(_township(request.actor)) if one.code == code), None)
    if found is None:
        raise NotFound(_("There is no category %(code)s.") % {"code": code[:12]})
    said = {
        "entry": listing.entries([found], language, _offices(request.actor, language))[0],
        "category": found,
        "title": queries.words(found.case_type, language).title,
    }
    return render(request, "catalogue/category.html", said)


def _shown(request: ActorRequest) -> Shown:
    language = get_language() or ""
    offices = _offices(request.actor, language)
    everything = listing.entries(queries.categories(_township(request.actor)), language, offices)
    matters = _matters(request.actor)
    known = listing.filters(everything, language, matters)
    chosen = parse(known, request.GET)
    text = str(chosen.values.get("q", ""))
    rows = everything
    if text:
        by_code = {row.code: row for row in everything}
        found = queries.search_categories(text, language, most=len(everything))
        rows = [by_code[category.code] for category in found]
    fields = tuple(_field(one, request.GET.get(one.name, "")) for one in known if one.choices)
    return Shown(listing.narrowed(rows, chosen, matters), chosen, fields, text)


def _field(known: Filter, given: str) -> Field:
    choices = tuple((value, str(label)) for value, label in known.choices.items())
    return Field(name=known.name, label=str(known.label), kind="choice", value=given, choices=choices)


def _offices(actor: Actor, language: str) -> Offices:
    return Offices(_township(actor), language)


def _township(actor: Actor) -> int | None:
    """The first that the actor is at home in: its limits are shown, and who puts things right there."""
    here = home_of(actor)
    return here.township if here else None


def _matters(actor: Actor) -> MatterSet | None:
    """The matters that the actor's place counts, where its grid duties are switched on."""
    here = home_of(actor)
    return sets()[here.matters] if here and here.matters and Feature.DUTIES in here.features else None
