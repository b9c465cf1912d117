"""A small site whose pages and operations do nothing but refuse, to see how each refusal is shown."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST
from ninja import NinjaAPI, Schema
from psycopg_pool import PoolTimeout

from gewu.config import csp
from gewu.config.refusals import teach
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.ui.redraw import redraw_with


def no_free_connection() -> OperationalError:
    error = OperationalError("couldn't get a connection after 5.00 sec")
    error.__cause__ = PoolTimeout("couldn't get a connection after 5.00 sec")
    return error


RAISED: dict[str, Callable[[], Exception]] = {
    "not-found": lambda: NotFound("No such case."),
    "not-allowed": lambda: NotAllowed("Not your move."),
    "conflict": lambda: Conflict("Somebody moved it.", changed=["stage"]),
    "rule-broken": lambda: RuleBroken("It waits.", move="file"),
    "invalid": lambda: Invalid("Look again.", fields={"phone": "Too short."}),
    "too-many": lambda: TooMany("Slow down.", retry_after=30),
    "busy": no_free_connection,
    "too-large": lambda: RequestDataTooBig("too big"),
    "denied": lambda: PermissionDenied("no"),
    "unexpected": lambda: ZeroDivisionError("the secret number is 13800000000"),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise RAISED[kind]()


def form(request: HttpRequest, kind: str) -> HttpResponse:
    redraw_with(
        request, lambda message, fields: HttpResponse(f"{message}|{dict(fields)}|{request.POST['text']}")
    )
    raise RAISED[kind]()


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


class Body(Schema):
    count: int
    place: dict[str, float]


api = NinjaAPI(title="refusing", urls_namespace="refusing")
teach(api)


@api.get("/refuse/{kind}")
def api_refuse(request: HttpRequest, kind: str) -> None:
    raise RAISED[kind]()


@api.post("/shape")
def api_shape(request: HttpRequest, body: Body) -> int:
    return body.count


urlpatterns = [
    path("refuse/<str:kind>", refuse),
    path("form/<str:kind>", form),
    path("only-post", only_post),
    path("csp-report", csp.report),
    path("api/v1/", api.urls),
    path("", include("gewu.ui.urls")),
]
handler400 = "gewu.config.refusals.bad_request"
handler403 = "gewu.config.refusals.permission_denied"
handler404 = "gewu.config.refusals.page_not_found"
handler500 = "gewu.config.refusals.server_error"
