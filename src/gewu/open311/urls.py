"""The door under /open311/, and the pages of its keys under /desk/open311/."""

from django.urls import URLPattern, path

from gewu.open311 import pages
from gewu.open311.api import reading, routes, updates

app_name = "open311"


def _door(prefix: str, name: str, *, is_test: bool) -> list[URLPattern]:
    """All operations of one endpoint."""
    kind = {"is_test": is_test}
    return [
        path(f"{prefix}discovery.<str:form>", reading.discovery, kind, name=f"{name}discovery"),
        path(f"{prefix}services.<str:form>", reading.services, kind, name=f"{name}services"),
        path(f"{prefix}services/<str:code>.<str:form>", reading.definition, kind, name=f"{name}definition"),
        path(f"{prefix}requests.<str:form>", routes.requests, kind, name=f"{name}requests"),
        path(f"{prefix}requests/<str:number>.<str:form>", reading.one_request, kind, name=f"{name}request"),
        path(f"{prefix}tokens/<str:token>.<str:form>", reading.token, kind, name=f"{name}token"),
        path(f"{prefix}servicerequestupdates.<str:form>", updates.updates, kind, name=f"{name}updates"),
        path(f"{prefix}<path:rest>", routes.nothing, kind, name=f"{name}nothing"),
    ]


urlpatterns = [
    *_door("open311/v2/", "", is_test=False),
    *_door("open311/test/v2/", "test-", is_test=True),
    path("desk/open311/", pages.keys, name="keys"),
    path("desk/open311/new/", pages.new_key, name="new_key"),
    path("desk/open311/<uuid:key_id>/", pages.one_key, name="key"),
    path("desk/open311/<uuid:key_id>/renew/", pages.renew, name="renew_key"),
    path("desk/open311/<uuid:key_id>/end/", pages.end, name="end_key"),
]
