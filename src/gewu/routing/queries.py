"""Every read of routing: rules in their order, what they would have done, suggestions, duplicates."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language

from gewu.cases import queries as cases
from gewu.cases.queries import CaseFile, CaseMatter, NearCase, Reach, Spot
from gewu.catalogue import queries as catalogue
from gewu.catalogue.alike import Alike
from gewu.kernel import clock
from gewu.kernel.access import AccessClass, Actor, Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.points import Point
from gewu.places import queries as places
from gewu.places.values import Location
from gewu.routing import nearest, rules
from gewu.routing.models import RoutingRule, Steering
from gewu.routing.rules import Matter, Past, Rule, Tally

if TYPE_CHECKING:
    from gewu.people.models import Organisation

# A dry run looks at so many of the newest cases that went to an office.
LOOKED_BACK = 500
# Words that share this much are said to be alike.
ALIKE = 0.35
# While somebody writes a report on a phone, so many fit.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be the same matter, and how like its words are, from 0 to 1."""

    case: NearCase
    likeness: float

    @property
    def says_the_same(self) -> bool:
        return self.likeness >= ALIKE


def is_automatic(township: int) -> bool:
    """Whether the rules of a place act by themselves."""
    return Steering.objects.filter(township=township, automatic=True).exists()


def rule_rows(actor: Actor, township: int) -> tuple[RoutingRule, ...]:
    """The rules of a place in their order, for those who write them."""
    rows = RoutingRule.objects.visible_to(actor).filter(township=township, deleted_at=None)
    return tuple(rows.order_by("position", "id"))


def rule_row(actor: Actor, rule_id: UUID) -> RoutingRule:
    """A rule that was not deleted, for those who write it; NotFound otherwise."""
    return RoutingRule.objects.visible_to(actor).filter(deleted_at=None).one(rule_id)


def rules_of(township: int) -> tuple[Rule, ...]:
    """The active rules of a place in their order, as values."""
    rows = RoutingRule.objects.filter(township=township, deleted_at=None, active=True)
    return tuple(rule_of(row) for row in rows.order_by("position", "id"))


def rule_of(row: RoutingRule) -> Rule:
    return Rule(
        id=row.id,
        office=row.office,
        name=row.name,
        categories=tuple(row.categories),
        areas=frozenset(row.areas),
        sources=frozenset(row.sources),
        words=tuple(row.words),
        start=row.start,
        end=row.end,
        active=row.active,
    )


def matter_of(case: CaseMatter) -> Matter:
    """A case as rules see it; its hour is the one of the place."""
    return Matter(
        category=case.category,
        places=case.places,
        source=case.source,
        at=timezone.localtime(case.reported_at).time(),
        text=case.text,
    )


def rule_for(case: CaseMatter) -> Rule | None:
    """The rule that counts for a case."""
    return rules.first(rules_of(case.township), matter_of(case))


def dry_run(township: int) -> tuple[tuple[Tally, ...], int]:
    """What the active rules would have done with the newest cases, and how many those were.

    Openly held cases only; whoever reads it sees counts, and the numbers of the cases they may see.
    """
    past = past_of(township)
    return rules.dry_run(rules_of(township), past), len(past)


def try_rule(township: int, wanted: Rule) -> tuple[Tally, int]:
    """What a rule that is not kept yet would do, in the place of the one with its id or as the last."""
    active = rules_of(township)
    known = any(rule.id == wanted.id for rule in active)
    tried = [wanted if rule.id == wanted.id else rule for rule in active] + [wanted] * (not known)
    past = past_of(township)
    tallies = rules.dry_run(tried, past)
    return next(tally for tally in tallies if tally.rule.id == wanted.id), len(past)


def past_of(township: int) -> list[Past]:
    """The newest cases that went to an office: openly held ones alone."""
    given = cases.given_matters(township, most=LOOKED_BACK)
    return [Past(case.id, matter_of(case), case.office) for case in given if case.office]


def likely_same(actor: Actor, file: CaseFile) -> tuple[Likely, ...]:
    """Open cases that may be the same matter, in the actor's sight; the most alike first."""
    return _likely(cases.near(actor, spot_of(file), _reach(file)), file.text)


def asked_before(actor: Actor, file: CaseFile) -> tuple[Likely, ...]:
    """What the reporter of a case asked before, of the same kind and at the same place."""
    return _likely(cases.asked_before_by_same(actor, file.id, spot_of(file), _reach(file)), file.text)


def likely_at(actor: Actor, spot: Spot, text: str) -> tuple[Likely, ...]:
    """The same for a report that is being written, for staff; nothing until it is said where."""
    if not spot.says_where:
        return ()
    return _likely(cases.near(actor, spot, reach_of(spot.category)), text)[:SHOWN]


def asked_by_phone(actor: Actor, phone: str, spot: Spot, text: str) -> tuple[Likely, ...]:
    """What whoever has this phone asked before, for staff who write down a call and may read contacts."""
    if not any(post.access_class >= AccessClass.PROTECTED for post in actor.posts):
        return ()
    return _likely(cases.asked_before(actor, phone, spot, reach_of(spot.category)), text)[:SHOWN]


def public_near(spot: Spot, text: str) -> tuple[Likely, ...]:
    """Open public cases near a spot, as open data show them; compared by released words alone."""
    if not spot.says_where:
        return ()
    return _likely(cases.near_public(spot, reach_of(spot.category)), text)[:SHOWN]


def reach_of(category: str) -> Reach:
    """How near and how soon two reports of a category may be one: as its case type says."""
    kind = catalogue.category(category).case_type
    alike = catalogue.case_type(kind).definition.alike or Alike()
    return Reach(metres=alike.metres, hours=alike.hours)


def _reach(file: CaseFile) -> Reach:
    """The same as the type of a case said on the day it came in."""
    alike = catalogue.definition(file.definition_id).alike or Alike()
    return Reach(metres=alike.metres, hours=alike.hours)


def spot_of(file: CaseFile) -> Spot:
    """Where and when a case was reported; its place counts where it has no point."""
    narrow = [step.id for step in file.path if step.tier in {Tier.GRID, Tier.CELL}]
    return Spot(
        township=file.township,
        category=file.category,
        moment=file.recorded_at,
        lon=file.lon,
        lat=file.lat,
        place=narrow[-1] if narrow else None,
        address=file.address,
        without=file.id,
    )


def spot_at(
    category: str, point: Point | None, area: UUID | None, *, address: str, actor: Actor
) -> Spot | None:
    """Where something is being reported; None where no category is chosen or no place is run there."""
    if category not in {one.code for one in catalogue.categories()}:
        return None
    location = _located(point, area, address)
    township = location.township if location else next(iter(_homes(actor)), None)
    if township is None:
        return None
    return Spot(
        township=township,
        category=category,
        moment=clock.now(),
        lon=point.lon if point else None,
        lat=point.lat if point else None,
        place=(location.cell or location.grid) if location else None,
        address=address,
    )


def _located(point: Point | None, area: UUID | None, address: str) -> Location | None:
    """As exactly as it is said: by a point, by the one house an address names, or by an area."""
    if point is not None:
        return places.locate(point)
    house = places.building_meant(address) if address else None
    area = house.area if house and house.area else area
    try:
        return places.location_of(area) if area else None
    except NotFound:
        return None


def office_name(office: "Organisation | None") -> str:
    """An office in the language of whoever reads."""
    return _name(office) if office else ""


def _homes(actor: Actor) -> tuple[int, ...]:
    here = [one.township for one in places.localities()]
    own = tuple(code for code in here if actor.at_home_in(code))
    return own or tuple(here[:1])


def writable(actor: Actor, roles: frozenset[str]) -> tuple[int, ...]:
    """The townships run here whose rules the actor's posts with these roles look after."""
    ranges = [(post.scope.low, post.scope.high) for post in actor.posts if post.role in roles]
    here = [one.township for one in places.localities()]
    return tuple(code for code in here if any(low <= code <= high for low, high in ranges))


def _likely(found: tuple[NearCase, ...], text: str) -> tuple[Likely, ...]:
    compared = [Likely(case, nearest.alike(case.text, text)) for case in found]
    return tuple(sorted(compared, key=lambda one: (-one.likeness, one.case.recorded_at)))


def _name(office: "Organisation") -> str:
    return office.name_en if (get_language() or "").startswith("en") else office.name_zh
