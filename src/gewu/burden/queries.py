"""Every shared read of the burden meter: forms, their questions, and what could be dropped."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.burden import rules
from gewu.burden.models import FieldDay, FormDay, ReadDay
from gewu.burden.rules import FieldCount, FormCount, Proposal
from gewu.catalogue import queries as catalogue
from gewu.catalogue.sense import EFFECT_NEEDS
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.places import queries as places
from gewu.registers.queries.looks import looks_by_field

READERS = ("supervisor", "admin", "overseer", "auditor", "chief", "clerk")
PERIODS = {"month": 30, "quarter": 91, "year": 365}
# Answers that lists, limits and offices hang on, in every kind of case.
WORKING = frozenset({"category", "standard", "organisation", "helper", "suggested", "answer_by", "by_day"})


@dataclass(frozen=True, slots=True)
class Meter:
    """What was counted in a township from a day on. `since`: the first day that was counted at all."""

    township: int
    first: date
    last: date
    since: date
    forms: tuple[FormCount, ...]
    fields: tuple[FieldCount, ...]

    @property
    def sent(self) -> int:
        return sum(form.sent for form in self.forms)

    @property
    def hours(self) -> float:
        return sum(form.hours or 0 for form in self.forms)

    @property
    def shown(self) -> int:
        return sum(field.shown for field in self.fields)

    @property
    def known(self) -> int:
        return sum(field.known for field in self.fields)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return rules.proposals(self.fields, since=self.since, today=self.last)

    def of(self, form: str) -> "Meter":
        """The same for one form alone."""
        forms = tuple(one for one in self.forms if one.form == form)
        fields = tuple(one for one in self.fields if one.form == form)
        return Meter(self.township, self.first, self.last, self.since, forms, fields)


def townships(actor: Actor) -> tuple[int, ...]:
    """The townships run here whose forms the actor may look at."""
    ranges = [(post.scope.low, post.scope.high) for post in actor.posts if post.role in READERS]
    here = (one.township for one in places.localities())
    return tuple(one for one in here if any(low <= one <= high for low, high in ranges))


def meter(actor: Actor, *, period: str = "quarter", township: int | None = None) -> Meter:
    """The meter of a township of the actor's: the one that is named, else the first; else NotFound."""
    mine = townships(actor)
    if not mine or (township is not None and township not in mine):
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    home = mine[0] if township is None else township
    today = timezone.localdate(clock.now())
    first = today - timedelta(days=PERIODS.get(period, PERIODS["quarter"]) - 1)
    begun = FormDay.objects.filter(township=home).aggregate(first=Min("day"))["first"] or today
    return Meter(home, first, today, begun, _forms(home, first), _fields(home, first))


def _forms(township: int, first: date) -> tuple[FormCount, ...]:
    rows = (
        FormDay.objects.filter(township=township, day__gte=first)
        .values("form", "door", "role")
        .annotate(n=Sum("sent"), t=Sum("timed"), s=Sum("seconds"))
    )
    found = (FormCount(one["form"], one["door"], one["role"], one["n"], one["t"], one["s"]) for one in rows)
    return tuple(sorted(found, key=lambda one: (-one.seconds, -one.sent, one.form, one.door, one.role)))


def _fields(township: int, first: date) -> tuple[FieldCount, ...]:
    rows = (
        FieldDay.objects.filter(township=township, day__gte=first)
        .values("form", "field")
        .annotate(shown_=Sum("shown"), known_=Sum("known"), kept_=Sum("kept"), filled_=Sum("filled"))
    )
    read = _read(township)
    return tuple(
        FieldCount(
            form=one["form"],
            field=one["field"],
            shown=one["shown_"],
            known=one["known_"],
            kept=one["kept_"],
            filled=one["filled_"],
            read=read.get((definition_of(one["form"]), one["field"]), 0),
            works=works(one["form"], one["field"]),
        )
        for one in rows.order_by("form", "field")
    )


def _read(township: int) -> Mapping[tuple[str, str], int]:
    """Looks of a year, whatever the period: nobody reads everything every month.

    What pages showed, what left in a file, what was opened for a purpose and what programs were given.
    """
    year = timezone.localdate(clock.now()) - timedelta(days=rules.A_YEAR)
    rows = ReadDay.objects.filter(township=township, day__gte=year).values("definition", "field")
    counted = rows.annotate(n=Sum("shown"), m=Sum("exported"))
    read = Counter({(one["definition"], one["field"]): one["n"] + one["m"] for one in counted})
    since = clock.now() - timedelta(days=rules.A_YEAR)
    return read + Counter(looks_by_field(township, since=since))


def definition_of(form: str) -> str:
    """`event/handle` → `event`."""
    return form.partition("/")[0]


def works(form: str, field: str) -> bool:
    """Whether a rule of the definition hangs on the answer, so that nobody has to read it to be of use."""
    if field in WORKING:
        return True
    key = definition_of(form)
    if key not in catalogue.case_type_keys():
        return False
    return any(field in needed for needed in _needs(key))


def _needs(key: str) -> Iterable[tuple[str, ...]]:
    newest = catalogue.case_type(key).definition
    return (EFFECT_NEEDS.get(effect, ()) for move in newest.moves for effect in move.effects)


def by_form(forms: Iterable[FormCount]) -> tuple[FormCount, ...]:
    """Forms over all doors and roles."""
    summed: dict[str, list[FormCount]] = defaultdict(list)
    for one in forms:
        summed[one.form].append(one)
    return tuple(
        FormCount(
            form, "", "", sum(o.sent for o in rows), sum(o.timed for o in rows), sum(o.seconds for o in rows)
        )
        for form, rows in summed.items()
    )
