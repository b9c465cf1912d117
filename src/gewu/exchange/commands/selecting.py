"""Which rows and fields of a register a list has: what its actor and the office it is for may have."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gewu.exchange.commands.scoping import COLUMNS, areas_of, programmes_for
from gewu.exchange.purposes import TAKING
from gewu.exchange.spoken import label_of
from gewu.exchange.wanting import OLDEST, Only, Wanted
from gewu.exchange.writing import MEDIA
from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.places import queries as places
from gewu.registers import queries as registers
from gewu.registers.definition import FieldOf
from gewu.registers.queries.lists import OVER
from gewu.sharing import queries as sharing


def chosen_fields(wanted: Wanted, form: str, purpose: str, township: int) -> list[FieldOf]:
    """The fields of the columns, or Invalid: unknown ones, sealed ones, those the office may not have."""
    wrong: dict[str, str] = {}
    if form not in MEDIA:
        wrong["form"] = _("Choose one of the given answers.")
    if purpose not in TAKING:
        wrong["purpose"] = _("Choose what you need it for.")
    of = registers.register(wanted.kind)
    fields = [of.field(key) for key, _heading in wanted.columns]
    if not fields or any(one is None or one.held == "sealed" for one in fields):
        wrong["columns"] = _("Choose the columns from the list.")
    kept = [one for one in fields if one]
    if wanted.office and (barred := [one for one in kept if not may_have(wanted, one, township)]):
        names = "、".join(label_of(one) for one in barred)
        said = _("By the sharing catalogue this office does not get: %(names)s.")
        wrong["columns"] = said % {"names": names}
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)
    return kept


def may_have(wanted: Wanted, field: FieldOf, township: int) -> bool:
    """Whether an office may have a field: what another office supplies goes only to those it named."""
    item = sharing.of_field(wanted.kind, field.key, township)
    if item is None:
        return True
    named = {item.supplier.zh, item.supplier.en}
    for use in item.uses:
        named |= {use.office.zh, use.office.en}
    return wanted.office in named


def check_only(kind: str, only: Only, township: int, actor: Actor) -> None:
    """Invalid for a place or programme that is not here, for ages that nobody has."""
    wrong: dict[str, str] = {}
    if only.area and only.area not in {str(one.id) for one in areas_of(township)}:
        wrong["area"] = _("Choose one of the given answers.")
    offered = {one.key for one in programmes_for(township, actor)} if kind == "person" else set()
    if only.programme and only.programme not in offered:
        wrong["programme"] = _("Choose one of the given answers.")
    ages = [one for one in (only.age_from, only.age_to) if one is not None]
    if any(not 0 <= one <= OLDEST for one in ages) or ages != sorted(ages) or (ages and kind != "person"):
        wrong["age_to"] = _("From the younger to the older age.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)


def selected(wanted: Wanted, township: int, actor: Actor) -> Any:
    """The rows, in the order of their names: those that live, stand or are open, where they are asked for."""
    rows: Any = registers.rows(wanted.kind, actor).filter(township=township, went_to="", merged_into=None)
    rows, only = rows.exclude(state__in=OVER), wanted.only
    if only.area:
        rows = rows.filter(**{COLUMNS[places.area(UUID(only.area)).tier]: only.area})
    if only.programme:
        rows = rows.filter(registers.in_programme(only.programme))
    today = localdate(clock.now())
    if only.age_from is not None:
        rows = rows.filter(born__lte=years_before(today, only.age_from))
    if only.age_to is not None:
        rows = rows.filter(born__gt=years_before(today, only.age_to + 1))
    return rows.order_by("name_key", "id")


def years_before(day: date, years: int) -> date:
    """So many years before; whoever is born on 29 February is a year older on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def said_of(only: Only, language: str) -> Sequence[str]:
    """Which rows, in words; nothing for all."""
    said = []
    if only.area:
        said.append(places.area(UUID(only.area)).in_language(language))
    if only.programme:
        said.append(registers.programme(only.programme).said(language))
    if only.age_from is not None and only.age_to is not None:
        said.append(_("%(low)d to %(high)d years old") % {"low": only.age_from, "high": only.age_to})
    elif only.age_from is not None:
        said.append(_("from %(low)d years on") % {"low": only.age_from})
    elif only.age_to is not None:
        said.append(_("up to %(high)d years old") % {"high": only.age_to})
    return said
