"""Answers of plain HTML forms and addresses, read the same way at every door. Blank means not given."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from pydantic import BeforeValidator

from gewu.kernel import points
from gewu.kernel.errors import Invalid
from gewu.kernel.points import Point


def _written_out(given: object) -> object:
    if isinstance(given, str) and not re.fullmatch(r"2[01]\d{2}-\d{2}-\d{2}", given):
        raise ValueError("a day is written as 2026-01-31")
    return given


# A day of these two centuries in the address of a request, as 2026-01-31: pydantic alone takes a number, too.
Day = Annotated[date, BeforeValidator(_written_out)]


def _number(given: object) -> object:
    if isinstance(given, bool):
        raise ValueError("a version is a number")  # noqa: TRY004 - what pydantic takes for a refusal
    return given


# What a program has seen of a row. `true` would pass for 1, and a step for one that somebody looked at.
Version = Annotated[int, BeforeValidator(_number)]


def point_in(given: Mapping[str, str]) -> Point | None:
    """The point of the fields `lon`, `lat` and `crs` (the stored system if left out)."""
    lon, lat = given.get("lon", ""), given.get("lat", "")
    if not lon and not lat:
        return None
    try:
        return points.from_crs(float(lon), float(lat), given.get("crs") or points.STORED)
    except ValueError:
        raise _wrong("lon", _("This position cannot be read. Set it again.")) from None


def uuid_in(given: Mapping[str, str], field: str) -> UUID | None:
    """The identifier in a field."""
    try:
        return UUID(given[field]) if given.get(field) else None
    except ValueError:
        raise _wrong(field, _("Choose one from the list.")) from None


def token_in(given: Mapping[str, str], field: str = "held") -> UUID | None:
    """A token that the page itself put into a form; one that cannot be read names nothing."""
    try:
        return UUID(given.get(field, ""))
    except ValueError:
        return None


def moment_in(given: Mapping[str, str], field: str) -> datetime | None:
    """The moment in a field, with its offset from universal time."""
    written = given.get(field, "")
    if not written:
        return None
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _wrong(field, _("This is no moment with its offset from universal time."))
    return found


def local_moment_in(given: Mapping[str, str], field: str) -> datetime | None:
    """The moment somebody chose in a field of a page, as the clocks of the place say it."""
    written = given.get(field, "")
    if not written:
        return None
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    if found is None:
        raise _wrong(field, _("This is no moment."))
    return make_aware(found) if is_naive(found) else found


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})
