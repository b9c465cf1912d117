"""Jurisdictions: the townships run here, each with a sandbox beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid, NotFound
from gewu.kernel.sandbox import sandbox_of
from gewu.places import queries as places
from gewu.places.locality import Locality


@dataclass(frozen=True, slots=True)
class Town:
    """Who is asked: a township, or the sandbox beside it."""

    locality: Locality
    is_test: bool

    @property
    def home(self) -> int:
        """Where its requests are rows."""
        return sandbox_of(self.locality.township) if self.is_test else self.locality.township

    @property
    def door(self) -> str:
        return "open311-test" if self.is_test else "open311"


def town_wanted(jurisdiction: str, *, is_test: bool) -> Town:
    """The town of a `jurisdiction_id`, a locality's key or code; it may be left out where there is one."""
    run_here = places.localities()
    if not jurisdiction:
        if len(run_here) == 1:
            return Town(run_here[0], is_test)
        if run_here:
            message = _("Several towns are served here: say which.")
            raise Invalid(message, fields={"jurisdiction_id": message})
    for locality in run_here:
        if jurisdiction in {locality.key, str(locality.township)}:
            return Town(locality, is_test)
    raise NotFound(_("jurisdiction_id: there is no such town here."))


def town_of_key(township: int, *, is_test: bool) -> Town:
    """The town a key reports into."""
    locality = places.locality_of(township)
    if locality is None:
        raise NotFound(_("jurisdiction_id: there is no such town here."))
    return Town(locality, is_test)
