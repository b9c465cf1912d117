"""Who plays: the people on duty at a place or in an office, as actors. Asked once each."""

from typing import Any

from gewu.kernel.access import ANYONE, Actor
from gewu.kernel.errors import NotFound
from gewu.people import queries as people
from gewu.places import queries as places
from gewu.simulator.filling import Filling
from gewu.simulator.story import Who
from gewu.simulator.town import Town

Person = Any
DOORS = {"gridworker": "field", "assistant": "field", "gridlead": "field", "checker": "field"}
# Where a role is not held, the next one does its work.
INSTEAD = {"assistant": "gridlead"}


class Cast:
    """Actors by role and place. Posts do not change during a simulation."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._known: dict[Who, Actor] = {}
        self.forms = Filling(town.township, seed=town.township)

    def actor(self, who: Who) -> Actor:
        """The person meant, or NotFound."""
        if who not in self._known:
            self._known[who] = self._find(who)
        return self._known[who]

    def _find(self, who: Who) -> Actor:
        if who.role == "resident":
            return ANYONE
        people_there = self._in_office(who) if who.role == "handler" else self._at_place(who)
        if not people_there and who.role in INSTEAD:
            return self._find(Who(INSTEAD[who.role], who.key))
        if not people_there:
            raise NotFound(f"nobody is {who.role} at {who.key or self._town.township}")
        user = people_there[who.nth % len(people_there)]
        return people.actor_of(user, door=DOORS.get(who.role, "desk"))

    def _in_office(self, who: Who) -> list[Person]:
        return people.handlers_of(self._town.offices[who.key].id)

    def _at_place(self, who: Who) -> list[Person]:
        area = places.area_by_code(who.key or str(self._town.township))
        return [post.user for post in people.posts_at(area.id) if post.role == who.role]
