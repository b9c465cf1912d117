"""What is wrong with the people of a locality, all of it at once: read from its files, without a database."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from pydantic import ValidationError
from shapely.geometry.base import BaseGeometry

from gewu.kernel.access import Tier
from gewu.people import staffing
from gewu.people.roles import roles
from gewu.people.staffing import AreasOf, Coming, Duty, Everywhere, Login, Staffing, Vacant
from gewu.places import shelf
from gewu.places.adjacency import neighbours_of
from gewu.places.faults import readable
from gewu.places.locality import Locality, LocalityError, Plan, parent_code
from gewu.places.shapes import polygons_of
from gewu.places.sizes import StaffRule
from gewu.places.values import area_id


def problems_of(key: str) -> list[str]:
    """Every mistake in `people.toml` of a place whose other files are sound; none without such a file."""
    locality, plan = shelf.read(key)
    try:
        found = staffing.read(key)
    except tomllib.TOMLDecodeError as error:
        return [str(error)]
    except ValidationError as error:
        return readable(error, tomllib.loads((shelf.folders()[key] / "people.toml").read_text("utf-8")))
    return list(problems_between(locality, plan, found[0])) if found else []


def check() -> list[str]:
    """The same for every place there is; one whose other files are not sound is told of elsewhere."""
    found: list[str] = []
    for key in shelf.folders():
        try:
            found += [f"localities/{key}/people.toml: {problem}" for problem in problems_of(key)]
        except LocalityError:
            continue
    return found


def duties_of(locality: Locality, plan: Plan | None, staff: Staffing) -> list[Duty]:
    """Everybody on duty by the files alone."""
    areas_of = areas_in_files(locality, plan)
    return staffing.plan(staff, township=locality.township, areas_of=areas_of)


def areas_in_files(locality: Locality, plan: Plan | None) -> AreasOf:
    """The areas of the township by tier, and those above it, as `people.commands.load` finds them."""
    tiers = {level.key: level.tier for level in locality.levels}
    home, found = str(locality.township), defaultdict[Tier, list[tuple[str, UUID]]](list)
    for area in sorted((*locality.areas, *(plan.areas if plan else ())), key=lambda area: area.code):
        if home.startswith(area.code) or area.code.startswith(home):
            found[tiers[area.level]].append((area.code, area_id(area.code)))
    return lambda tier: found[tier]


def problems_between(locality: Locality, plan: Plan | None, staff: Staffing) -> Iterator[str]:
    """What is wrong between a place and its people."""
    seated: list[Everywhere | Login | Vacant] = [*staff.everywhere, *staff.logins, *staff.vacant]
    seats = {one.seat for one in seated} - {"", *locality.seats}
    wrong = [*_unknown(staff), *_misplaced(staff, areas_in_files(locality, plan))]
    wrong += [f"there is no seat {seat!r} in the staffing rules" for seat in sorted(seats)]
    yield from wrong
    if wrong:
        return
    duties = duties_of(locality, plan, staff)
    yield from (f"post {twice} is given twice" for twice in _twice(str(duty.post) for duty in duties))
    entries = (*locality.areas, *(plan.areas if plan else ()))
    areas = {area_id(one.code): one.level for one in entries if one.code.startswith(str(locality.township))}
    parents = {area_id(one.code): area_id(parent_code(one) or "") for one in entries}
    for rule in locality.staffing:
        yield from _rule_problems(rule, duties, areas, parents)
    yield from _played_problems(staff, duties, locality, plan)


def _played_problems(
    staff: Staffing, duties: list[Duty], locality: Locality, plan: Plan | None
) -> Iterator[str]:
    """What cannot go on among these people on the day of the load: `people.commands.enliven` plays it."""
    codes = {area_id(one.code): one.code for one in (*locality.areas, *(plan.areas if plan else ()))}
    held = defaultdict[tuple[str, str], list[Duty]](list)
    for duty in sorted(duties, key=lambda duty: (codes[duty.area], duty.username)):
        held[duty.role, duty.seat].append(duty)
    asked = [("pairs", one.role, "", nth) for one in staff.pairs for nth in (one.one, one.other)]
    asked += [("away", one.role, "", one.nth) for one in staff.away]
    asked += [("vacant", one.role, one.seat, one.nth) for one in staff.vacant]
    wrong = [one for one in asked if one[3] >= len(held[one[1], one[2]])]
    for what, role, seat, nth in wrong:
        yield f"{what}: there are {len(held[role, seat])} posts of {role}, counted from 0, and no {nth}"
    if staff.pairs and plan and not wrong:
        grounds = {area_id(code): ground for code, ground in polygons_of(locality, plan).items()}
        for pair in staff.pairs:
            one, other = (held[pair.role, ""][nth] for nth in (pair.one, pair.other))
            if not _are_near(one, other, grounds):
                said = " and ".join(f"{duty.role} on {codes[duty.area]}" for duty in (one, other))
                yield f"pairs: {pair.one} and {pair.other} ({said}) are no neighbours"


def _are_near(one: Duty, other: Duty, grounds: Mapping[UUID, BaseGeometry]) -> bool:
    """By ground or office, as whoever acts for somebody must be."""
    if one.area == other.area or (one.organisation and one.organisation == other.organisation):
        return True
    both = {area: grounds[area] for area in (one.area, other.area) if area in grounds}
    return any(neighbours_of(both, ()).values())


def _unknown(staff: Staffing) -> Iterator[str]:
    known = roles()
    asked: list[Everywhere | Login | Coming] = [*staff.everywhere, *staff.logins, *staff.coming]
    yield from (f"there is no role {one.role!r}" for one in asked if one.role not in known)
    yield from (
        f"{one.role} may not be held on a {one.tier}"
        for one in asked
        if one.role in known and one.tier not in known[one.role].tiers
    )
    keys = [entry.key for entry in staff.organisations]
    yield from (f"organisation {key!r} stands twice" for key in _twice(keys))
    workers: list[Everywhere | Login] = [*staff.everywhere, *staff.logins]
    named = {one.organisation for one in workers} - {"", *keys}
    yield from (f"there is no organisation {key!r}" for key in sorted(named))
    yield from (f"login {name!r} stands twice" for name in _twice(one.username for one in staff.logins))


def _misplaced(staff: Staffing, areas_of: AreasOf) -> Iterator[str]:
    placed: list[Login | Coming] = [*staff.logins, *staff.coming]
    for one in placed:
        if one.nth >= len(areas_of(one.tier)):
            yield f"{one.username}: there are {len(areas_of(one.tier))} areas of the tier {one.tier}"


def _rule_problems(
    rule: StaffRule, duties: Iterable[Duty], areas: dict[UUID, str], parents: dict[UUID, UUID]
) -> Iterator[str]:
    said = " and ".join(rule.roles) + (f" in the seat {rule.seat}" if rule.seat else "")
    fitting = [duty for duty in duties if rule.counts(duty.role, duty.seat)]
    held = [duty for duty in fitting if areas.get(duty.area) == rule.level]
    posts = _counted(rule, held, fitting, areas, parents)
    everywhere = [area for area, level in areas.items() if level == rule.level]
    if rule.each:
        low, high = rule.each
        outside = [area for area in everywhere if not low <= posts[area] <= high]
        if outside:
            yield f"{rule.level}: {len(outside)} areas have fewer than {low} or more than {high} {said}"
    if rule.total is not None and len(held) != rule.total:
        yield f"{rule.level}: {len(held)} posts of {said}, {rule.total} announced"
    people = len({duty.user for duty in held})
    if rule.persons is not None and people != rule.persons:
        yield f"{rule.level}: {people} people are {said}, {rule.persons} announced"


def _counted(
    rule: StaffRule, held: list[Duty], fitting: list[Duty], areas: dict[UUID, str], parents: dict[UUID, UUID]
) -> Counter[UUID]:
    """How many posts count for each area of the rule's level."""
    if rule.where == "here":
        return Counter(duty.area for duty in held)
    if rule.where == "below":
        return Counter(above for duty in fitting for above in _above(duty.area, parents))
    at = Counter(duty.area for duty in fitting)
    level = (area for area, found in areas.items() if found == rule.level)
    return Counter({area: sum(at[above] for above in _above(area, parents)) for area in level})


def _above(area: UUID, parents: dict[UUID, UUID]) -> Iterator[UUID]:
    while area in parents:
        area = parents[area]
        yield area


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
