"""The list of addresses as a file: whatever the page shows, all of it, one line each."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gewu.desk.addresses.browse import KINDS, asked_for
from gewu.kernel.access import ActorRequest
from gewu.kernel.exports import csv_response
from gewu.people.access import staff_only
from gewu.places import queries
from gewu.places.values import Address

AT_ONCE = 2_000


@require_safe
@staff_only
def as_csv(request: ActorRequest) -> HttpResponse:
    """The same narrowing as the page has: `?q=`, `?kind=`, `?area=`, `?work=`, `?place=`."""
    found = list(asked_for(request).rows.order_by("code", "id").values_list("id", flat=True))
    header = (
        _("Code"), _("Kind"), _("In full"), _("English name"), _("Grid"), _("Code of the grid"),
        _("Floors"), _("Households"), _("Longitude (WGS 84)"), _("Latitude (WGS 84)"), _("Retired on"),
    )  # fmt: skip
    return csv_response(_("Addresses"), header, _lines(found))


def _lines(found: list[UUID]) -> Iterator[tuple[object, ...]]:
    for first in range(0, len(found), AT_ONCE):
        some = found[first : first + AT_ONCE]
        known = queries.addresses(some)
        yield from (_line(known[one]) for one in some if one in known)


def _line(address: Address) -> tuple[object, ...]:
    grid = queries.area(address.area) if address.area else None
    return (
        address.code,
        str(KINDS[address.kind]),
        address.label,
        address.name_en,
        grid.in_language(get_language() or "") if grid else "",
        grid.code if grid else "",
        address.floors or "",
        address.households,
        f"{address.point.lon:.6f}",
        f"{address.point.lat:.6f}",
        address.retired_at.date().isoformat() if address.retired_at else "",
    )
