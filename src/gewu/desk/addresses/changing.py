"""What keepers do with an address: add, correct, name, lay out, give to a grid, retire."""

from collections.abc import Callable, Mapping
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gewu.desk.addresses import asking
from gewu.desk.addresses.browse import KINDS, locality_here
from gewu.desk.addresses.one import day_in, draw
from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid, NotFound
from gewu.people.access import for_roles
from gewu.places import browsing, commands, queries, rooms
from gewu.places.keeping import MAY_KEEP, require_layout
from gewu.places.values import Address
from gewu.ui.redraw import redraw_with

PLATES_SHOWN = 8
keepers = for_roles(*sorted(MAY_KEEP))


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def new(request: ActorRequest) -> HttpResponse:
    """Add an address: `?above=` is what it stands in, `?kind=` what it is."""
    own = locality_here(request)
    given = request.POST if request.method == "POST" else request.GET
    above = _above(request, given)
    if request.method != "POST":
        return _draw_new(request, own.township, above, "", {})
    redraw_with(request, lambda message, wrong: _draw_new(request, own.township, above, message, wrong))
    made = commands.add_address(
        new=asking.new_address(given, above.township if above else own.township, above.id if above else None),
        actor=request.actor,
        receipt=given.get("receipt") or None,
    )
    messages.success(request, _("The address is added."))
    return redirect("desk:address", made)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def edit(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """Correct an address. A name that is given up stays as a former one."""
    address = browsing.address_here(request.actor, address_id)
    if request.method != "POST":
        return _draw_edit(request, address, "", {})
    redraw_with(request, lambda message, wrong: _draw_edit(request, address, message, wrong))
    commands.correct_address(
        address=address.id,
        to=asking.correction(request.POST),
        actor=request.actor,
        seen_version=asking.version(request.POST),
    )
    messages.success(request, _("The address is corrected."))
    return redirect("desk:address", address.id)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def lay_out(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """Units and rooms by numbers: what would be added is said before it is."""
    address = browsing.address_here(request.actor, address_id)
    given = request.POST if request.method == "POST" else request.GET
    redraw_with(request, lambda message, wrong: _draw_rooms(request, address, given, message, wrong))
    if request.method != "POST":
        return _draw_rooms(request, address, given, "", {})
    done = commands.lay_out(building=address.id, layout=asking.layout(given, address), actor=request.actor)
    said = _("%(units)d units and %(rooms)d rooms are laid out.") % {"units": done.units, "rooms": done.rooms}
    messages.success(request, said)
    return redirect("desk:address", address.id)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers
def grid(request: ActorRequest, address_id: UUID) -> HttpResponse:
    """Give a house on a border, or a unit apart from its house, to another grid."""
    address = browsing.address_here(request.actor, address_id)
    if request.method != "POST":
        return _draw_grid(request, address, "", {})
    redraw_with(request, lambda message, wrong: _draw_grid(request, address, message, wrong))
    commands.assign_by_hand(
        address=address.id,
        area=asking.area(request.POST),
        since=day_in(request.POST.get("since", ""), "since"),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        seen_version=asking.version(request.POST),
    )
    messages.success(request, _("It belongs to this grid from that day on."))
    return redirect("desk:address", address.id)


@require_POST
@keepers
def act(request: ActorRequest, address_id: UUID, deed: str) -> HttpResponse:
    """The small deeds of the page itself."""
    address = browsing.address_here(request.actor, address_id)
    if deed not in DEEDS:
        raise NotFound(_("There is nothing here, or it is not yours to see."))
    redraw_with(request, lambda message, wrong: draw(request, address, message=message, wrong=wrong))
    messages.success(request, DEEDS[deed](request, address))
    return redirect("desk:address", address.id)


def _name(request: ActorRequest, address: Address) -> str:
    given = request.POST
    commands.add_alias(
        address=address.id, name=given.get("name", ""), kind=given.get("kind", ""), actor=request.actor
    )
    return _("The name is understood from now on.")


def _unname(request: ActorRequest, address: Address) -> str:
    text = request.POST.get("alias", "")
    commands.end_alias(alias=int(text) if text.isdecimal() and len(text) < 18 else 0, actor=request.actor)
    return _("The name is no longer used.")


def _rejoin(request: ActorRequest, address: Address) -> str:
    commands.rejoin_by_hand(unit=address.id, since=clock.now(), actor=request.actor)
    return _("The unit belongs with its house again.")


def _retire(request: ActorRequest, address: Address) -> str:
    count = commands.retire_address(address=address.id, why=request.POST.get("why", ""), actor=request.actor)
    return _("%(count)d addresses are no longer there.") % {"count": count}


def _issue(request: ActorRequest, address: Address) -> str:
    kinds = [kind for kind in request.POST.getlist("kinds") if kind in KINDS]
    issued = commands.issue_plates(above=address.id, kinds=kinds or [address.kind], actor=request.actor)
    return _("%(count)d plates are ready to be printed.") % {"count": len(issued)}


def _withdraw(request: ActorRequest, address: Address) -> str:
    commands.withdraw_plate(
        code=request.POST.get("code", ""), why=request.POST.get("why", ""), actor=request.actor
    )
    return _("The plate leads nowhere from now on.")


def _replace(request: ActorRequest, address: Address) -> str:
    commands.replace_plate(
        code=request.POST.get("code", ""), why=request.POST.get("why", ""), actor=request.actor
    )
    return _("The old plate leads nowhere; the new one can be printed.")


DEEDS: Mapping[str, Callable[[ActorRequest, Address], str]] = {
    "name": _name,
    "unname": _unname,
    "rejoin": _rejoin,
    "retire": _retire,
    "plates": _issue,
    "withdraw": _withdraw,
    "replace": _replace,
}


def _above(request: ActorRequest, given: QueryDict) -> Address | None:
    text = given.get("above", "")
    if not text:
        return None
    try:
        return browsing.address_here(request.actor, UUID(text))
    except ValueError:
        raise NotFound(_("There is no such address.")) from None


def _draw_new(
    request: ActorRequest, township: int, above: Address | None, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    allowed = asking.kinds_in(above)
    kind = kind if kind in allowed else allowed[0]
    said = {
        "above": above,
        "township": township,
        "kind": kind,
        "kinds": [(one, KINDS[one], _new_url(above, one)) for one in allowed],
        "fields": asking.fields(kind, above, given, wrong),
        "mapped": kind in {"estate", "road", "building"},
        "misplaced": wrong.get("point") or wrong.get("lon", ""),
        "given": given,
        "at": above.point if above else None,
        "message": message,
        "receipt": given.get("receipt") or uuid4().hex,
        "back": reverse("desk:address", args=[above.id]) if above else reverse("desk:addresses"),
    }
    return render(request, "desk/addresses/new.html", said)


def _new_url(above: Address | None, kind: str) -> str:
    start = f"above={above.id}&" if above else ""
    return f"{reverse('desk:address_new')}?{start}kind={kind}"


def _draw_edit(
    request: ActorRequest, address: Address, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    given = request.POST if request.method == "POST" else asking.typed(address)
    # Read again: somebody may have changed it while this was typed.
    address = queries.address(address.id)
    above = queries.address(address.parent) if address.parent else None
    if request.method == "POST" and asking.version(given) != address.version:
        wrong = {**asking.by_now(given, address), **wrong}
    said = {
        "address": address,
        "fields": asking.fields(address.kind, above, given, wrong),
        "mapped": address.kind in {"estate", "road", "building"},
        "misplaced": wrong.get("point") or wrong.get("lon", ""),
        "given": given,
        "message": message,
    }
    return render(request, "desk/addresses/edit.html", said)


def _draw_rooms(
    request: ActorRequest, address: Address, given: QueryDict, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    """With the numbers typed so far, what they would make."""
    layout = asking.layout(given, address) if not wrong else None
    if layout:
        require_layout(address.kind, layout)
    plates = list(layout.room_plates()) if layout else []
    said = {
        "address": address,
        "fields": asking.layout_fields(given, address, wrong),
        "layout": layout,
        "preview": rooms.previewed(address.township, address.id, layout) if layout else None,
        "plates": plates[:PLATES_SHOWN],
        "last": plates[-1] if len(plates) > PLATES_SHOWN else "",
        "message": message,
    }
    return render(request, "desk/addresses/rooms.html", said)


def _draw_grid(
    request: ActorRequest, address: Address, message: str, wrong: Mapping[str, str]
) -> HttpResponse:
    if address.kind not in {"building", "unit"}:
        said = _("Only a house or a unit is given to a grid.")
        raise Invalid(said, fields={"area": said})
    address = queries.address(address.id)
    between = queries.on_a_border(address.township).get(address.house or address.id, ())
    page = {
        "address": address,
        "between": [queries.area(area) for area in between],
        "fields": asking.grid_fields(request.POST, address, wrong),
        "grid": queries.area(address.area) if address.area else None,
        "message": message,
    }
    return render(request, "desk/addresses/grid.html", page)
