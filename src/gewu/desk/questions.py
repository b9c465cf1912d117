"""The questions of a report that somebody at a desk writes down for a caller."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from gewu.cases.pages.narrowing import grids_by_community
from gewu.cases.queries import source_name
from gewu.kernel.access import Actor
from gewu.ui.forms import Choice, Field

# What somebody at a desk takes in; the phone in the street has its own door.
SOURCES = ("hotline", "window", "visit", "department", "leader", "reception")


def of(actor: Actor, given: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Field]:
    """Every question, with what was typed and what is wrong."""
    where = next((wrong[name] for name in ("address", "location", "lon", "lat", "crs") if name in wrong), "")
    return {
        "source": Field(
            name="source",
            label=_("How did it reach us?"),
            kind="radio",
            required=True,
            value=given.get("source") or ("visit" if "chief" in actor.roles else "hotline"),
            choices=[Choice(source, source_name(source)) for source in SOURCES],
            error=wrong.get("source", ""),
        ),
        "text": Field(
            name="text",
            label=_("What was said"),
            kind="long",
            rows=4,
            required=True,
            max_length=2000,
            help=_("In the caller's words: what, since when, whether somebody may be hurt."),
            value=given.get("text", ""),
            error=wrong.get("text", ""),
        ),
        "address": Field(
            name="address",
            label=_("Address or landmark"),
            max_length=200,
            help=_("Street, estate, building, or what stands nearby."),
            value=given.get("address", ""),
            error=where,
        ),
        "area": Field(
            name="area",
            label=_("Community or grid"),
            kind="grouped",
            help=_("If there is no point on the map."),
            value=given.get("area", ""),
            choices=grids_by_community(),
            error=wrong.get("area", ""),
        ),
        "name": Field(
            name="name",
            label=_("Caller's name"),
            max_length=40,
            value=given.get("name", ""),
            error=wrong.get("name", ""),
        ),
        "phone": Field(
            name="phone",
            label=_("Caller's phone"),
            kind="phone",
            max_length=24,
            help=_("Kept sealed. Without it nobody can call back."),
            value=given.get("phone", ""),
            error=wrong.get("phone", ""),
        ),
        "photos": Field(
            name="photos", label=_("Photos"), kind="file", multiple=True, error=wrong.get("photos", "")
        ),
    }
