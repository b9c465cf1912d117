"""The desk's pages of keys: who may report by Open311, how often, and into what."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gewu.kernel import clock
from gewu.kernel.access import ActorRequest
from gewu.kernel.errors import Invalid
from gewu.open311 import commands, queries
from gewu.open311.commands import LONGEST_LABEL, MOST_PER_DAY, MOST_PER_MINUTE
from gewu.open311.models import Key
from gewu.open311.powers import MANAGERS, may_manage
from gewu.open311.rules import Limits
from gewu.people.access import for_roles
from gewu.places import queries as places
from gewu.ui.forms import Field
from gewu.ui.redraw import redraw_with

Wrong = Mapping[str, str]


@require_safe
@for_roles(*MANAGERS)
def keys(request: ActorRequest) -> HttpResponse:
    """Every key of my townships, newest first."""
    page = queries.keys_of(request.actor, after=request.GET.get("after"))
    said = {"page": page, "today": timezone.localdate(clock.now())}
    return render(request, "open311/keys.html", said)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*MANAGERS)
def new_key(request: ActorRequest) -> HttpResponse:
    """Issue a key; the answer shows its secret, once."""

    def draw(message: str = "", wrong: Wrong | None = None) -> HttpResponse:
        fields = [*_whose_fields(request, wrong or {}), *_limit_fields(request, Limits(), wrong or {})]
        said = {"fields": fields, "message": "" if wrong else message}
        return render(request, "open311/new_key.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    secret = commands.issue_key(
        township=_township(request),
        label=request.POST.get("label", ""),
        limits=_limits(request),
        actor=request.actor,
    )
    return _shown_once(request, secret)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*MANAGERS)
def one_key(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """One key: what it is used for, and its limits to change."""
    key = queries.key_of(request.actor, key_id)

    def draw(message: str = "", wrong: Wrong | None = None) -> HttpResponse:
        said = {
            "key": key,
            "town": _town_name(key),
            "used_today": key.used_on_day if key.day == timezone.localdate(clock.now()) else 0,
            "fields": _limit_fields(request, key.limits, wrong or {}),
            "message": "" if wrong else message,
        }
        return render(request, "open311/key.html", said)

    if request.method != "POST":
        return draw()
    redraw_with(request, draw)
    commands.limit_key(key_id=key_id, limits=_limits(request), actor=request.actor)
    messages.success(request, _("The limits of the key are changed."))
    return redirect("open311:key", key_id)


@never_cache
@require_POST
@for_roles(*MANAGERS)
def renew(request: ActorRequest, key_id: UUID) -> HttpResponse:
    """Another secret for a key that was seen."""
    return _shown_once(request, commands.renew_key(key_id=key_id, actor=request.actor))


@require_POST
@for_roles(*MANAGERS)
def end(request: ActorRequest, key_id: UUID) -> HttpResponse:
    commands.end_key(key_id=key_id, actor=request.actor)
    messages.success(request, _("The key no longer works."))
    return redirect("open311:key", key_id)


def _shown_once(request: ActorRequest, secret: str) -> HttpResponse:
    return render(request, "open311/secret.html", {"secret": secret})


def _whose_fields(request: ActorRequest, wrong: Wrong) -> list[Field]:
    towns = _towns(request)
    label = Field(
        name="label",
        label=_("For which program"),
        help=_("The name of the program, or of those who run it."),
        required=True,
        value=request.POST.get("label", ""),
        error=wrong.get("label", ""),
        max_length=LONGEST_LABEL,
    )
    into = Field(
        name="township",
        label=_("Into which place it reports"),
        kind="radio" if len(towns) < 7 else "choice",
        required=True,
        value=request.POST.get("township", next(iter(towns), "")),
        error=wrong.get("township", ""),
        choices=tuple(towns.items()),
    )
    return [label, into]


def _limit_fields(request: ActorRequest, limits: Limits, wrong: Wrong) -> list[Field]:
    given = request.POST
    live = given.get("live", "true" if limits.live else "false")
    return [
        Field(
            name="live",
            label=_("What it may reach"),
            kind="radio",
            required=True,
            value=live,
            error=wrong.get("live", ""),
            choices=(("false", _("The test endpoint only")), ("true", _("The town and the test endpoint"))),
        ),
        Field(
            name="per_minute",
            label=_("Requests a minute"),
            kind="number",
            required=True,
            whole=True,
            minimum=1,
            maximum=MOST_PER_MINUTE,
            value=given.get("per_minute", limits.per_minute),
            error=wrong.get("per_minute", ""),
        ),
        Field(
            name="per_day",
            label=_("Requests a day"),
            kind="number",
            required=True,
            whole=True,
            minimum=1,
            maximum=MOST_PER_DAY,
            value=given.get("per_day", limits.per_day),
            error=wrong.get("per_day", ""),
        ),
    ]


def _limits(request: ActorRequest) -> Limits:
    return Limits(
        per_minute=_whole(request, "per_minute"),
        per_day=_whole(request, "per_day"),
        live=request.POST.get("live") == "true",
    )


def _whole(request: ActorRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        message = _("This is not a number.")
        raise Invalid(message, fields={name: message})
    return int(text)


def _township(request: ActorRequest) -> int:
    chosen = request.POST.get("township", "")
    if chosen not in _towns(request):
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"township": message})
    return int(chosen)


def _towns(request: ActorRequest) -> dict[str, str]:
    """The townships run here that the actor administers."""
    language = get_language() or ""
    return {
        str(one.township): one.names.in_language(language)
        for one in places.localities()
        if may_manage(request.actor, one.township)
    }


def _town_name(key: Key) -> str:
    found = places.locality_of(key.township)
    return found.names.in_language(get_language() or "") if found else str(key.township)
