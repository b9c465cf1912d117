"""The administrators' page for lists of points from elsewhere: which grids they lie in."""

from collections.abc import Mapping

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gewu.kernel.access import ActorRequest, Tier
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.exports import csv_response
from gewu.places import bulk
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

SYSTEMS = {
    "WGS84": gettext_lazy("WGS 84: phones, GPS"),
    "CGCS2000": gettext_lazy("CGCS2000: surveys, Tianditu"),
    "GCJ02": gettext_lazy("GCJ-02: AMap, Tencent"),
    "BD09": gettext_lazy("BD-09: Baidu"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def points(request: ActorRequest) -> HttpResponse:
    """For administrators: a CSV of points in, the grids they lie in out, every bad line named."""
    if request.actor.user is None:
        return redirect_to_login(request.get_full_path())
    if "admin" not in request.actor.roles:
        raise NotAllowed(_("This page is not part of your post."))
    if request.method != "POST":
        return _points_page(request)
    redraw_with(request, lambda message, wrong: _points_page(request, message=message, wrong=wrong))
    found = bulk.locate_points(_points_in(request), request.POST.get("crs", ""))
    if request.POST.get("as") == "csv":
        return csv_response(_("Points"), LINE, [_line(answer) for answer in found.answers])
    return _points_page(request, found=found)


LINE = ("line", "label", "lon_wgs84", "lat_wgs84", "community", "grid", "cell", "code", "problem")


def _line(answer: bulk.Answer) -> tuple[object, ...]:
    steps = {step.tier: step for step in answer.location.path} if answer.location else {}
    names = [steps[tier].name if tier in steps else "" for tier in (Tier.COMMUNITY, Tier.GRID, Tier.CELL)]
    lon, lat = (f"{answer.point.lon:.6f}", f"{answer.point.lat:.6f}") if answer.point else ("", "")
    code = answer.location.name.code if answer.location else ""
    return answer.given.line, answer.given.label, lon, lat, *names, code, answer.problem


def _points_in(request: HttpRequest) -> list[bulk.Given]:
    """From the file, or from what was pasted."""
    upload = request.FILES.get("file")
    content = upload.read(bulk.LARGEST_FILE + 1) if upload else request.POST.get("points", "").encode()
    if not content.strip():
        said = _("Choose a file or paste the points.")
        raise Invalid(said, fields={"file": said})
    return bulk.points_of_file(content)


def _points_page(
    request: HttpRequest,
    *,
    found: bulk.Located | None = None,
    message: str = "",
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    wrong = wrong or {}
    crs = Field(
        name="crs",
        label=_("Coordinate system of all points"),
        kind="choice",
        required=True,
        choices=[(key, str(name)) for key, name in SYSTEMS.items()],
        value=request.POST.get("crs", ""),
        error=wrong.get("crs", ""),
    )
    pasted = Field(
        name="points",
        label=_("Points"),
        kind="long",
        rows=6,
        help=_("First a line with lon,lat, then a point a line; at most 1,000."),
        value=request.POST.get("points", ""),
        error=wrong.get("points") or wrong.get("file", ""),
    )
    said = {"crs": crs, "pasted": pasted, "found": found, "message": "" if wrong else message}
    return render(request, "places/points.html", said | {"wrong": [f for f in (crs, pasted) if f.error]})
