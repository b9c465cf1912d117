"""A little town for the access matrix: everybody who may come to a door, and four cases to ask for.

The names of people and cases here are the ones the tables use.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from uuid import UUID

from django.conf import settings
from django.test import Client

from gewu.cases import guards
from gewu.cases.commands import attach, release, report_case
from gewu.cases.models import Case, CaseText
from gewu.cases.tests.builders import NAME, PHONE, a_photo, a_report, move_on
from gewu.catalogue.commands import publish_definitions
from gewu.kernel.access import ANYONE, AccessClass, Actor
from gewu.open311.commands import Limits, issue_key
from gewu.open311.queries import keys_of
from gewu.people.commands import issue_token
from gewu.people.models import Token, User
from gewu.people.queries import actor_of, today
from gewu.people.testing import a_post, a_user, an_organisation
from gewu.places import commands as places
from gewu.places.locality import Locality, Plan, parse, parse_plan
from gewu.places.testing import TinyTown, tiny_locality, tiny_plan, tiny_town
from gewu.places.values import area_id

AWAY, AWAY_COUNTY = "370404998", "370404"


@dataclass(frozen=True)
class Person:
    """Somebody at a door: signed in as a browser, and with a token as a program."""

    name: str
    user: User | None
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    token: str = ""
    session: str = ""

    def come_back(self) -> None:
        """As if nothing had been asked before: signed in again if need be, and with no other cookie."""
        kept = {settings.SESSION_COOKIE_NAME: self.session} if self.session else {}
        self.browser.cookies = SimpleCookie(kept)

    @property
    def actor(self) -> Actor:
        return actor_of(self.user, door="desk") if self.user else ANYONE

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@dataclass(frozen=True)
class Subject:
    """A case that is asked for, with the things that hang on it."""

    id: UUID
    number: str
    version: int
    words: UUID
    photo: UUID
    released_photo: UUID


@dataclass(frozen=True)
class Town:
    tiny: TinyTown
    people: dict[str, Person]
    cases: dict[str, Subject]
    offices: dict[str, UUID]

    def actor(self, name: str) -> Actor:
        return self.people[name].actor


def build() -> Town:
    """The tiny town, another one in the next county, and everybody in the tables."""
    places.install(*_other_town())
    tiny = tiny_town()
    publish_definitions(guards=guards.NAMES)
    offices = {
        "holds it": an_organisation(tiny.street, "sanitation").id,
        "gave it back": an_organisation(tiny.street, "repairs", "utility").id,
        "never had it": an_organisation(tiny.street, "lighting", "utility").id,
        "station": an_organisation(tiny.north, "station-north", "station").id,
        "station away": an_organisation(tiny.south, "station-south", "station").id,
    }
    people = {name: _person(name, user) for name, user in _users(tiny, offices).items()}
    town = Town(tiny, people, {}, offices)
    for kind, held in CLASSES.items():
        town.cases[kind] = _subject(town, held, nowhere=kind == "nowhere")
    issue_key(township=tiny.township, label="A program", limits=Limits(), actor=town.actor("admin"))
    return town


CLASSES = {
    "open": AccessClass.OPEN,
    "protected": AccessClass.PROTECTED,
    "sealed": AccessClass.SEALED,
    # In no grid: its point lies outside every boundary.
    "nowhere": AccessClass.OPEN,
}


def _users(tiny: TinyTown, offices: dict[str, UUID]) -> dict[str, User | None]:
    station, station_away = offices["station"], offices["station away"]
    street_away, county_away = area_id(AWAY), area_id(AWAY_COUNTY)
    return {
        "nobody": None,
        "neighbour": a_user(),
        "reporter": a_user(),
        "retired": _retired(tiny),
        "gridworker": a_user("gridworker", tiny.a1),
        "assistant": a_user("assistant", tiny.grid_a),
        "gridlead": a_user("gridlead", tiny.grid_a),
        "chief": a_user("chief", tiny.north, organisation=station),
        "clerk": a_user("clerk", tiny.street),
        "dispatcher": a_user("dispatcher", tiny.street),
        "checker": a_user("checker", tiny.street),
        "supervisor": a_user("supervisor", tiny.street),
        "overseer": a_user("overseer", tiny.county),
        "auditor": a_user("auditor", tiny.street),
        "gridworker_away": a_user("gridworker", tiny.b1),
        "assistant_away": a_user("assistant", tiny.grid_b),
        "gridlead_away": a_user("gridlead", tiny.grid_b),
        "chief_away": a_user("chief", tiny.south, organisation=station_away),
        "checker_away": a_user("checker", tiny.south),
        "clerk_away": a_user("clerk", street_away),
        "dispatcher_away": a_user("dispatcher", street_away),
        "supervisor_away": a_user("supervisor", street_away),
        "overseer_away": a_user("overseer", county_away),
        "auditor_away": a_user("auditor", street_away),
        "handler": a_user("handler", tiny.street, organisation=offices["holds it"]),
        "handler_mate": a_user("handler", tiny.street, organisation=offices["holds it"]),
        "handler_before": a_user("handler", tiny.street, organisation=offices["gave it back"]),
        "handler_never": a_user("handler", tiny.street, organisation=offices["never had it"]),
        "admin": a_user("admin", tiny.street),
    }


def _retired(tiny: TinyTown) -> User:
    """A clerk until yesterday."""
    user = a_user()
    a_post(user, "clerk", tiny.street, last_day=today() - timedelta(days=1))
    return user


def _person(name: str, user: User | None) -> Person:
    if user is None:
        return Person(name, None)
    secret = issue_token(user_id=user.id, label=name, actor=actor_of(user, door="desk"))
    browser = Client()
    browser.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return Person(name, user, token=secret, session=browser.cookies[settings.SESSION_COOKIE_NAME].value)


def a_token_of(person: Person) -> UUID:
    return Token.objects.get(user=person.user).id


def _subject(town: Town, held: AccessClass, *, nowhere: bool) -> Subject:
    """A case that one office gave back and another holds; the one in no grid waits to be filed."""
    where = town.tiny.outside if nowhere else town.tiny.in_a1
    reported = a_report(where, name=NAME, phone=PHONE, photos=(a_photo(),))
    case = Case.objects.one(report_case(report=reported, actor=town.actor("reporter")))
    if not nowhere:
        for move, who, answers in _HISTORY:
            office = answers.get("organisation")
            said = answers | ({"organisation": str(town.offices[office])} if office else {})
            case = move_on(case, move, town.actor(who), **said)
    mine = {"township": case.township, "case_id": case.id}
    shown, hidden = (
        attach(case_id=case.id, upload=a_photo(), kind="scene", actor=town.actor("clerk")) for _ in range(2)
    )
    release(case_id=case.id, what=shown, actor=town.actor("clerk"))
    Case.objects.filter(township=case.township, id=case.id).update(access_class=held)
    words = CaseText.objects.get(**mine, kind="description").id
    return Subject(case.id, case.number, case.version, words, hidden, shown)


_HISTORY: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("file", "clerk", {"standard": "broken"}),
    ("dispatch", "dispatcher", {"organisation": "gave it back"}),
    ("return", "handler_before", {"return_cause": "not_ours", "reason": "不归我们管"}),
    ("dispatch", "dispatcher", {"organisation": "holds it"}),
    ("accept", "handler", {}),
)


def _other_town() -> tuple[Locality, Plan]:
    """The tiny town once more, under other codes in the next county and a kilometre to the north."""
    locality, plan = (
        json.loads(value.model_dump_json().replace("370402999", AWAY).replace("370402", AWAY_COUNTY))
        for value in (tiny_locality(), tiny_plan())
    )
    for shape in plan["shapes"]:
        shape["ring"] = [(lon, lat + 10_000) for lon, lat in shape["ring"]]
    return parse(locality | {"key": "other", "letters": "XZ"}, "other"), parse_plan(plan, "other")


def an_open311_key(town: Town) -> UUID:
    """The key that the administrator of the town gave to some program."""
    return keys_of(town.actor("admin")).items[0].id
