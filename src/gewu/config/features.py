"""Which addresses belong to a feature: one table, asked before every view."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse

from gewu.config.refusals import answer, of_status
from gewu.kernel.access import ActorRequest
from gewu.places.dictionary import Feature
from gewu.places.features import features_for

# By the beginning of the route. What is not here is always on.
ROUTES: Mapping[str, Feature] = {
    "map/": Feature.MAP,
    "open311/": Feature.OPEN311,
    "desk/open311/": Feature.OPEN311,
    "desk/deadlines/": Feature.DEADLINES,
    "api/v1/clock/": Feature.DEADLINES,
    "desk/catalogue/duties/": Feature.DUTIES,
}


def feature_of(route: str) -> Feature | None:
    """The feature a route belongs to."""
    return next((feature for start, feature in ROUTES.items() if route.startswith(start)), None)


class FeatureGate:
    """What a place has switched off is not there, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer in the view's place where the feature is off."""
        match = request.resolver_match
        feature = feature_of(match.route) if match else None
        if feature is None or feature in features_for(cast("ActorRequest", request).actor):
            return None
        return answer(request, of_status(HTTPStatus.NOT_FOUND))
