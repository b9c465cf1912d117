"""What hangs on people in the tables: posts, absences, pairs, links and organisations to ask for."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from gewu.kernel.access import SYSTEM
from gewu.people import commands, queries
from gewu.people.commands import Away
from gewu.people.models import Absence, Deputy, Invitation, Organisation, Post, User
from gewu.people.queries import today
from gewu.people.testing import a_user, an_organisation
from tests.access.town import Town

_numbers = count(1)
GOOD = "a-long-good-passphrase"


def user(town: Town, name: str) -> User:
    found = town.people[name].user
    assert found is not None
    return found


def worker(town: Town) -> UUID:
    """The grid worker of the place, whom the chief there covers."""
    return user(town, "gridworker").id


def a_post(town: Town) -> UUID:
    return Post.objects.get(user=worker(town), stands_in_for=None).id


def tomorrow() -> date:
    return today() + timedelta(days=1)


def an_absence(town: Town) -> UUID:
    """Of the grid worker, from tomorrow on, without anybody who acts."""
    found = Absence.objects.filter(user=worker(town)).first()
    away = Away(user=worker(town), reason="leave", first_day=tomorrow(), last_day=tomorrow())
    return found.id if found else commands.enter_absence(away=away, actor=SYSTEM).id


def a_stand_in(town: Town) -> UUID:
    if found := Post.objects.filter(stands_in_for=a_post(town)).first():
        return found.id
    days = {"first_day": today(), "last_day": tomorrow()}
    given = commands.give_stand_in(
        post_id=a_post(town), user_id=user(town, "gridworker_away").id, actor=SYSTEM, **days
    )
    return given.id


def a_pair(town: Town) -> UUID:
    if found := Deputy.objects.filter(post=a_post(town), ended_on=None).first():
        return found.id
    other = user(town, "gridworker_away").id
    made = commands.name_deputy(post_id=a_post(town), user_id=other, actor=SYSTEM)
    assert isinstance(made, Deputy)
    return made.id


def a_link(town: Town) -> UUID:
    return _link(town).id


def a_secret(town: Town) -> str:
    path = queries.path_of(_link(town))
    assert path is not None
    return path.strip("/").rpartition("/")[2]


def _link(town: Town) -> Invitation:
    return commands.send_link(user_id=user(town, "clerk").id, actor=SYSTEM)


def a_locked_person(town: Town) -> UUID:
    made = a_user("gridworker", town.tiny.a2)
    commands.deactivate_user(user_id=made.id, actor=SYSTEM)
    return made.id


def an_empty_office(town: Town) -> UUID:
    """At work, with nobody and nothing in it."""
    return _office(town).id


def a_closed_office(town: Town) -> UUID:
    made = _office(town)
    commands.close_organisation(organisation_id=made.id, actor=SYSTEM)
    return made.id


def _office(town: Town) -> Organisation:
    return an_organisation(town.tiny.street, f"new-office-{next(_numbers)}")


def office_form(town: Town) -> dict[str, Any]:
    return {
        "key": "parks", "name_zh": "园林所", "name_en": "Parks", "kind": "office",
        "area": str(town.tiny.street), "inbox": "open", "seen_version": "1",
    }  # fmt: skip


def invitation_form(town: Town) -> dict[str, Any]:
    return {"name": "柏远山", "username": "bai", "township": str(town.tiny.township), "days": "7"}


def post_form(town: Town) -> dict[str, Any]:
    return {
        "role": "clerk", "area": str(town.tiny.street), "organisation": str(town.offices["never had it"]),
        "first_day": today().isoformat(), "seen_version": "1",
    }  # fmt: skip


def days_form(town: Town) -> dict[str, Any]:
    first = Post.objects.get(id=a_post(town)).first_day.isoformat()
    return {"first_day": first, "last_day": "2099-12-31", "seen_version": "1"}


def stand_in_form(town: Town) -> dict[str, Any]:
    other = a_user("gridworker", town.tiny.a2)
    days = {"first_day": today().isoformat(), "last_day": tomorrow().isoformat()}
    return {"user": str(other.id), "how": "days", **days}


def absence_form(town: Town) -> dict[str, Any]:
    return {"reason": "leave", "first_day": "2099-01-01", "last_day": "2099-01-02"}


def cover_form(town: Town) -> dict[str, Any]:
    return {f"user-{a_post(town)}": str(a_user("gridworker", town.tiny.a2).id)}


def password_form(town: Town) -> dict[str, Any]:
    return {"name": "周受理", "password": GOOD, "again": GOOD}
