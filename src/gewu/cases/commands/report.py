"""How a case comes in: from a resident without an account, from a phone in the street, from a desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File as Upload
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.cases import ladder, refusals, rules
from gewu.cases.commands.homes import Home, home_in, home_of, tiers_of
from gewu.cases.commands.kept import Author, keep_parts, keep_words, stand
from gewu.cases.commands.merging import tie_to
from gewu.cases.commands.moves import cleaned, facts_of_ladder, facts_of_move, role_of
from gewu.cases.commands.photos import MOST_PHOTOS
from gewu.cases.commands.remarks import keep_file
from gewu.cases.commands.sending import offices_named_for
from gewu.cases.commands.wholes import begin_part, whole_for_part
from gewu.cases.guards import Facts
from gewu.cases.models import Case, CaseReporter, Shot
from gewu.cases.powers import DESCRIPTION
from gewu.cases.standing import Deed, Standing, after, opened
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType, Move
from gewu.catalogue.effects import Effect
from gewu.catalogue.queries import Published, case_type, category
from gewu.deadlines.queries import calendar_of
from gewu.kernel import clock, journal, numbers, receipts, text
from gewu.kernel.access import AccessClass, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.ids import new_id
from gewu.kernel.points import Point
from gewu.kernel.secrets import blind_index, normal_phone
from gewu.places import queries as places

LONGEST_TEXT, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_PHONE = 2000, 200, 40, 24
# What the standard of a door promises to those who come in by it.
LONGEST_BY_SOURCE = {"open311": 4000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody tells us. A point, an area or an address says where; one of them is enough."""

    category: str
    text: str
    # Left out: as the category says.
    type: str = ""
    point: Point | None = None
    area: UUID | None = None
    address: str = ""
    name: str = ""
    phone: str = ""
    # Whoever left the phone wants to be told by text how it goes.
    tell: bool = False
    source: str = ""
    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    photos: tuple["Upload[bytes]", ...] = ()
    # The case it is a part of.
    whole: UUID | None = None
    # Done on the spot 自处置: the answers of that move.
    solved: Mapping[str, JsonValue] | None = None
    after: tuple["Upload[bytes]", ...] = ()
    # Made on a phone that may have had no network.
    id: UUID | None = None
    happened_at: datetime | None = None
    # The township that takes it in, where a door knows: the one a program's key was given for.
    taken_by: int | None = None
    # New facts to a matter that was answered before: that case, in the reporter's or the clerk's sight.
    follows: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Opening:
    """Everything decided about a new case before anything is written."""

    report: Report
    published: Published
    category: Category
    home: Home
    source: str
    role: str
    standing: Standing
    solved: tuple[Move, dict[str, JsonValue]] | None
    moment: datetime

    @property
    def definition(self) -> CaseType:
        return self.published.definition


def report_case(*, report: Report, actor: Actor, receipt: str | None = None) -> UUID:
    """Open a case, or give the one that the same receipt or the same client-made id already opened."""
    key = receipt or (f"case:{report.id}" if report.id else None)
    try:
        opened_id = receipts.once(actor=actor, key=key, request=report, do=lambda: str(_open(report, actor)))
    except IntegrityError as clash:
        if "cases_case_pkey" in str(clash):
            raise refusals.identifier_taken() from clash
        raise
    return UUID(str(opened_id))


def _open(report: Report, actor: Actor) -> UUID:
    whole = whole_for_part(report.whole, actor) if report.whole else None
    opening = _decide(_tidied(report), actor)
    case = _new_case(opening, actor)
    case.parent = whole.id if whole else None
    digests = _keep_report(case, opening, actor)
    follows = tie_to(case, report.follows, actor) if report.follows else {}
    facts: dict[str, Any] = {}
    if opening.solved:
        move, answers = opening.solved
        author = Author(actor.user, opening.role)
        facts = facts_of_move(case, move, answers, definition=opening.definition, author=author)
        digests |= facts["words"]
    facts |= _facts_of_report(case, opening) | {"words": digests} | follows
    if case.answers:
        facts["answers"] = dict(case.answers)
    journal.record(
        "case.reported",
        subject=case,
        actor=actor,
        happened_at=report.happened_at,
        moment=opening.moment,
        **facts,
    )
    if case.helpers:
        keep_parts(case, replace(opening.standing, helpers=()), user=None, moment=opening.moment)
    if whole:
        begin_part(whole, case, actor=actor)
    return case.id


def _decide(report: Report, actor: Actor) -> _Opening:
    now = clock.now()
    if report.happened_at is not None:
        rules.require_plausible(report.happened_at, now=now, not_before=None)
    known = _category(report, actor)
    home = _home(report, actor, now)
    published = case_type(known.case_type, home.area, category=known.code)
    definition = published.definition
    rules.require_may_report(definition, actor.roles)
    answers = cleaned(definition, report.answers)
    rules.check_answers(definition.report_schema(), answers)
    calendar = calendar_of(home.township)
    standing = opened(definition, category=known.code, moment=timezone.localtime(now), calendar=calendar)
    standing = ladder.fitted(definition, standing, calendar, there=tiers_of(home))
    if definition.sends_to:
        standing = replace(standing, helpers=offices_named_for(home.township, definition.sends_to))
    elif actor.posts:
        standing = replace(standing, received_by=actor.user)
    role = min(actor.roles & definition.report.by)
    opening = _Opening(
        report=replace(report, answers=answers),
        published=published,
        category=known,
        home=home,
        source=report.source or rules.usual_source(actor.roles),
        role=role,
        standing=standing,
        solved=None,
        moment=now,
    )
    return opening if report.solved is None else _solved(opening, report.solved, actor)


def _home(report: Report, actor: Actor, now: datetime) -> Home:
    moment, area = report.happened_at or now, report.area
    if report.point is None and area is None and report.address:
        # Somebody wrote which house it is: that says the grid as well as a finger on the map.
        house = places.building_meant(report.address)
        area = house.area if house else None
        if house and report.happened_at is not None:
            area = places.grid_of(house.id, at=moment) or area
    if report.taken_by is not None:
        return home_in(report.taken_by, point=report.point, area=area, moment=moment)
    return home_of(actor, point=report.point, area=area, case_id=report.id, moment=moment)


def _solved(opening: _Opening, data: Mapping[str, JsonValue], actor: Actor) -> _Opening:
    """Reported and done in one go: the short path, decided by the same rules as the move later would be."""
    definition = opening.definition
    name = next(
        move.name for move in definition.moves_from(definition.first) if Effect.SOLVES_ON_SPOT in move.effects
    )
    facts = Facts(opening.standing, actor.roles, timezone.localdate(opening.moment), actor.user)
    clean = cleaned(definition, data)
    move = rules.next_move(definition, name=name, facts=facts, data=clean)
    rules.require_shown(
        definition, move, opening.standing, data=clean, shown=lambda: _looks(opening.report, move)
    )
    moment, role = timezone.localtime(opening.moment), role_of(move, facts)
    deed = Deed(move, actor.user, actor.organisations, moment, clean, role)
    calendar = calendar_of(opening.home.township)
    done = replace(after(definition, standing=opening.standing, deed=deed, calendar=calendar), version=1)
    return replace(opening, standing=done, solved=(move, clean), role=role)


def _looks(report: Report, move: Move) -> set[str]:
    found = {"before"} if report.photos else set()
    return found | ({move.photos} if report.after and move.photos else set())


def _new_case(opening: _Opening, actor: Actor) -> Case:
    report, home, location = opening.report, opening.home, opening.home.location
    case = Case(
        id=report.id or new_id(home.township),
        township=home.township,
        number=numbers.draw(home.township, letters=home.letters, day=timezone.localdate(opening.moment)),
        type_key=opening.definition.key,
        definition_id=opening.published.id,
        source=opening.source,
        access_class=AccessClass[opening.category.access.upper()],
        lon=report.point.lon if report.point else None,
        lat=report.point.lat if report.point else None,
        crs=report.point.claimed if report.point else "",
        address=report.address,
        # What was sent to named offices is theirs alone: whoever told us keeps the number and nothing else.
        reporter_user=None if opening.definition.sends_to else actor.user,
        answers=dict(report.answers),
        reported_at=report.happened_at or opening.moment,
        recorded_at=opening.moment,
    )
    if location is not None:
        case.at_place = location.at
        case.in_community, case.in_grid, case.in_cell = location.community, location.grid, location.cell
    if home.then is not None:
        case.happened_in, case.boundary_version = home.then.at, home.then.boundary_version
        if location is None or (home.then.grid, home.then.cell) != (location.grid, location.cell):
            # Told after a redraw: figures count it where it was, as they do what was open that day.
            case.reported_grid, case.reported_cell = home.then.grid, home.then.cell
    stand(case, opening.standing)
    return case


def _keep_report(case: Case, opening: _Opening, actor: Actor) -> dict[str, str]:
    report = opening.report
    for kind, photos in ((Shot.SCENE, report.photos), (Shot.AFTER, report.after)):
        for photo in photos:
            keep_file(case, photo, kind=kind, actor=actor, field="photos")
    if report.name or report.phone:
        CaseReporter.objects.create(
            id=new_id(case.township),
            township=case.township,
            case_id=case.id,
            name=report.name or None,
            phone=report.phone or None,
            phone_index=blind_index("phone", report.phone) if report.phone else None,
            tell=report.tell and bool(report.phone),
            name_index=blind_index("name", report.name) if report.name else None,
        )
    words = {DESCRIPTION: report.text} | {
        name: str(value) for name, value in report.answers.items() if opening.definition.is_words(name)
    }
    case.answers = {name: value for name, value in case.answers.items() if name not in words}
    return keep_words(case, words, author=Author(actor.user, opening.role), public=frozenset())


def _facts_of_report(case: Case, opening: _Opening) -> dict[str, Any]:
    return {
        "number": case.number,
        "type": case.type_key,
        "definition": str(case.definition_id),
        "category": case.category,
        "source": case.source,
        "role": opening.role,
        "stage": case.stage,
        "version": case.version,
        **facts_of_ladder(case),
        **_where(case),
        **({"part_of": str(case.parent)} if case.parent else {}),
    }


def _where(case: Case) -> dict[str, Any]:
    """The place and its boundaries; of a case for named offices, only those offices."""
    if case.access_class == AccessClass.NAMED:
        return {"sent_to": [str(office) for office in case.helpers]}
    return {
        "at": str(case.at_place) if case.at_place else None,
        "boundaries": str(case.boundary_version) if case.boundary_version else None,
    }


def _category(report: Report, actor: Actor) -> Category:
    found = category(report.category)
    if report.type and found.case_type != report.type:
        raise refusals.invalid({"type": _("This category is for another kind of case.")})
    if not (found.public or actor.posts):
        raise refusals.invalid({"category": _("There is no such category.")})
    return found


def _tidied(report: Report) -> Report:
    """The report with its words made safe to keep, or Invalid naming what is wrong."""
    if report.source and report.source not in rules.SOURCES:
        raise refusals.invalid({"source": _("Choose one of the given answers.")})
    if len(report.photos) + len(report.after) > MOST_PHOTOS:
        raise refusals.invalid({"photos": _("At most %(limit)d photos at once.") % {"limit": MOST_PHOTOS}})
    if report.point is None and report.area is None and not report.address.strip():
        raise refusals.invalid({"location": _("Say where it is: a point, a place or an address.")})
    return replace(
        report,
        text=text.clean_required(
            report.text, field="text", limit=LONGEST_BY_SOURCE.get(report.source, LONGEST_TEXT)
        ),
        address=text.clean(report.address, field="address", limit=LONGEST_ADDRESS, lines=False),
        name=text.clean(report.name, field="name", limit=LONGEST_NAME, lines=False),
        phone=_phone(text.clean(report.phone, field="phone", limit=LONGEST_PHONE, lines=False)),
    )


def _phone(phone: str) -> str:
    if phone and not 5 <= len(normal_phone(phone)) <= 15:
        raise refusals.invalid({"phone": _("This is not a telephone number.")})
    return phone
