"""What a request of this door says: its format, its town, its key; and the answer in that format."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gewu.kernel.errors import Invalid, NotAllowed
from gewu.open311 import wire
from gewu.open311.commands import use_key
from gewu.open311.models import Key
from gewu.open311.queries import Town, town_of_key, town_wanted

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def open_to_all(view: View[P]) -> View[P]:
    """An operation of the door: checks the format, asks for no cookie, may be called from any page."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require_format(str(kwargs.get("form", "")))
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return guarded


def require_format(form: str) -> None:
    if form not in wire.FORMATS:
        raise Invalid(
            _("The format is missing or unknown."), fields={"format": _("An address ends in .json or .xml.")}
        )


def given(request: HttpRequest, *names: str) -> str:
    """The first of some parameters that says something: from the body, else from the address."""
    return next(iter(all_given(request, *names)), "")


def all_given(request: HttpRequest, *names: str) -> tuple[str, ...]:
    """Every value of some parameters; Invalid for what no text can hold."""
    found = [
        (name, value.strip())
        for source in (request.POST, request.GET)
        for name in names
        for value in source.getlist(name)
        if value.strip()
    ]
    collected([(name, _("This contains characters that cannot be shown.")) for name, v in found if "\0" in v])
    return tuple(value for _name, value in found)


def town_asked(request: HttpRequest, *, is_test: bool) -> Town:
    """The town a reader asks."""
    return town_wanted(given(request, "jurisdiction_id"), is_test=is_test)


def admitted(request: HttpRequest, *, is_test: bool) -> tuple[Key, Town]:
    """The key a program shows and the town it reports into. Asked before anything else is looked at."""
    key = use_key(given(request, "api_key"), is_test=is_test)
    town = town_of_key(key.township, is_test=is_test)
    if jurisdiction := given(request, "jurisdiction_id"):
        named = town_wanted(jurisdiction, is_test=is_test)
        if named != town:
            raise NotAllowed(_("api_key: this key was given for another town."))
    return key, town


def page_after(request: HttpRequest, **changes: str) -> str:
    """The address of the same list, further on."""
    query: QueryDict = request.GET.copy()
    for name in ("page", "after"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def collected(problems: Sequence[tuple[str, str]]) -> None:
    """Refuse with every problem at once, if there is one."""
    if problems:
        raise Invalid(_("Some parameters cannot be accepted."), fields=dict(problems))
