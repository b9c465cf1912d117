"""The questions of joint work, and what was typed into them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.joint import queries
from gewu.joint.commands import LONGEST, LONGEST_PROMISE, LONGEST_TITLE, Found, Plan, Promise, Seen
from gewu.joint.models import Stop
from gewu.joint.rules import Sort
from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import NotAllowed, NotFound
from gewu.people.queries import today
from gewu.places import queries as places
from gewu.ui.forms import Choice, Field

__all__ = ["today"]


def township(request: ActorRequest, here: Sequence[int]) -> int:
    """The place that is asked for, else the first one where the actor plans."""
    if not here:
        raise NotAllowed(_("This page is not part of your post."))
    wanted = request.POST.get("township") or request.GET.get("place") or str(here[0])
    chosen = next((code for code in here if str(code) == wanted), None)
    if chosen is None:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    return chosen


def places_named(townships: Sequence[int]) -> list[tuple[int, Any]]:
    return [(code, places.area_by_code(f"{code:09d}")) for code in townships]


def plan(place: int, given: Mapping[str, Any], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked of a batch."""
    field = _maker(given, wrong)
    return [
        field("sort", _("Sort"), kind="radio", required=True, choices=list(queries.SORTS.items())),
        field("title", _("What it is called"), required=True, max_length=LONGEST_TITLE),
        field("first_day", _("First day"), kind="date", required=True),
        field("last_day", _("Last day"), kind="date", required=True, help=_("Every stop is due by then.")),
        _several("places", _("Where to go"), given, wrong, _where(place)),
        _several("offices", _("Offices that go"), given, wrong, _offices(place)),
        field(
            "asks", _("What to look at and to ask (may stay empty)"), kind="long", rows=2, max_length=LONGEST
        ),
    ]


def planned(given: "MultiValueDict[str, str]") -> Plan:
    return Plan(
        sort=given.get("sort") or "",
        title=given.get("title") or "",
        first_day=day(given, "first_day"),
        last_day=day(given, "last_day"),
        places=_ids(given.getlist("places")),
        offices=_ids(given.getlist("offices")),
        asks=given.get("asks") or "",
        agreement=_id(given.get("agreement") or ""),
    )


def from_agreement(request: ActorRequest, place: int) -> "MultiValueDict[str, str]":
    """What an agreement of the place already says of a work day under it."""
    wanted = _id(request.GET.get("agreement", ""))
    if wanted is None:
        return MultiValueDict()
    sheet = queries.agreement_sheet(request.actor, wanted)
    row = sheet.agreement
    if row.township != place:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    where = row.place_id or row.layer_area_id
    return MultiValueDict(
        {
            "agreement": [str(row.id)],
            "sort": [str(Sort.WORKDAY)],
            "title": [row.title],
            "asks": [row.promise[:LONGEST]],
            "places": [str(where)] if where else [],
            "offices": [str(row.office)] if row.office else [],
        }
    )


def promise(place: int, given: Mapping[str, Any], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked of an agreement."""
    field = _maker(given, wrong)
    nobody = Choice("", _("none"))
    return [
        field(
            "bond", _("Kind of agreement"), kind="choice", required=True, choices=list(queries.BONDS.items())
        ),
        field("title", _("What it is called"), required=True, max_length=LONGEST_TITLE),
        field("partner", _("With whom"), required=True, max_length=LONGEST_TITLE),
        field("promise", _("What was promised"), kind="long", required=True, max_length=LONGEST_PROMISE),
        field("office", _("Our office"), kind="grouped", choices=[nobody, *_offices(place)]),
        field("place", _("For which place"), kind="grouped", choices=[nobody, *_where(place)]),
        field("since", _("From"), kind="date", required=True),
        field("until", _("until"), kind="date", help=_("Left empty, until somebody ends it.")),
    ]


def promised(given: "MultiValueDict[str, str]") -> Promise:
    return Promise(
        bond=given.get("bond") or "",
        title=given.get("title") or "",
        promise=given.get("promise") or "",
        partner=given.get("partner") or "",
        since=day(given, "since"),
        until=day(given, "until"),
        office=_id(given.get("office") or ""),
        place=_id(given.get("place") or ""),
    )


def deed(given: Mapping[str, Any], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked of something done under an agreement."""
    field = _maker(given, wrong)
    return [
        field("sort", _("Sort"), kind="radio", required=True, choices=list(queries.DEEDS.items())),
        field("day", _("Day"), kind="date", required=True),
        field("text", _("What was done or lent"), kind="long", rows=2, required=True, max_length=LONGEST),
    ]


def visit(stop: Stop, given: Mapping[str, Any], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked of a stop."""
    day = (stop.visited_on or today()).isoformat()
    spoke = stop.households if stop.visited_on else ""
    held: Mapping[str, Any] = given or {"households": spoke, "said": stop.said, "day": day}
    field = _maker(held, wrong)
    label = _("Households you spoke with")
    return [
        field("households", label, kind="number", whole=True, minimum=0, required=True, size="short"),
        field("day", _("Day"), kind="date", required=True),
        field("said", _("What people said, in a few words"), kind="long", rows=2, max_length=LONGEST),
    ]


def seen(given: "MultiValueDict[str, str]") -> Seen:
    return Seen(households=number(given, "households"), said=given.get("said") or "", day=day(given, "day"))


def finding(place: int, given: Mapping[str, Any], wrong: Mapping[str, str]) -> list[Field]:
    """What is asked of something found: settled at once, or a case of a category, or only noted."""
    field = _maker(given, wrong)
    language = get_language() or ""
    kinds = [
        Choice(one.code, one.name(language), major.name(language))
        for major in catalogue.majors()
        for one in major.members()
    ]
    return [
        field("text", _("What you found"), kind="long", rows=2, required=True, max_length=LONGEST),
        field("settled", _("Settled on the spot?"), kind="radio", choices=[("yes", _("Yes")), ("", _("No"))]),
        field(
            "category",
            _("If somebody has to act: as what is it reported"),
            kind="grouped",
            choices=[Choice("", _("only note it")), *kinds],
        ),
    ]


def found(given: "MultiValueDict[str, str]") -> Found:
    return Found(
        text=given.get("text") or "",
        settled=given.get("settled") == "yes",
        category=given.get("category") or "",
    )


def day(given: Mapping[str, str], name: str) -> date | None:
    """The day in a field, None where there is none or it cannot be."""
    try:
        return parse_date(given.get(name) or "")
    except ValueError:
        return None


def number(given: Mapping[str, str], name: str) -> int:
    """The number in a field; what is none is below every number."""
    typed = (given.get(name) or "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _maker(given: Mapping[str, Any], wrong: Mapping[str, str]) -> Any:
    def field(name: str, label: str, **more: Any) -> Field:
        return Field(name=name, label=label, value=given.get(name, ""), error=wrong.get(name, ""), **more)

    return field


def _several(
    name: str, label: str, given: Mapping[str, Any], wrong: Mapping[str, str], choices: Sequence[Choice]
) -> Field:
    value = given.getlist(name) if isinstance(given, MultiValueDict) else given.get(name, ())
    return Field(
        name=name,
        label=label,
        kind="several",
        required=name == "places",
        value=value,
        error=wrong.get(name, ""),
        choices=choices,
    )


def _where(place: int) -> list[Choice]:
    tree, areas = queries.places_of(place)
    groups: dict[str, list[Choice]] = {}
    for one, name in tree.items():
        group = _group(one)
        groups.setdefault(group, []).append(Choice(str(one), name, group))
    layered = _("Other layers")
    groups[layered] = [Choice(str(one), name, layered) for one, name in areas.items()]
    return [choice for members in groups.values() for choice in members]


def _group(identifier: UUID) -> str:
    """Where somebody looks for a place of the tree: communities stand together, all else under its own."""
    area = places.area(identifier)
    if area.tier == Tier.COMMUNITY:
        return _("Communities")
    above = next((one for one in places.path(identifier) if one.tier == Tier.COMMUNITY), area)
    return above.name_en if (get_language() or "").startswith("en") else above.short


def _offices(place: int) -> list[Choice]:
    english = (get_language() or "").startswith("en")
    return [
        Choice(str(row.id), row.name_en if english else row.name_zh, str(row.get_kind_display()))
        for row in queries.offices_of(place).values()
    ]


def _ids(given: Sequence[str]) -> tuple[UUID, ...]:
    """Those that can be read; an unknown one is refused by the command like any that is not there."""
    return tuple(_id(one) or UUID(int=0) for one in given)


def _id(given: str) -> UUID | None:
    if not given:
        return None
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)
