"""What every template knows besides the request."""

from collections import ChainMap
from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from gewu.config.handbook import address_for
from gewu.config.known import asked
from gewu.config.panels import OWN_PAGES, PANELS, PRESETS
from gewu.desk.navigation import rail_of
from gewu.kernel.access import ANYONE, ActorRequest
from gewu.kernel.clock import now
from gewu.notices.pages.bell import bell_of
from gewu.places.features import features_for


def moment(_: HttpRequest) -> dict[str, datetime]:
    """`now`: the one clock, for `{% clock due now %}` and `{% moment value now %}`."""
    return {"now": now()}


def rail(request: HttpRequest) -> dict[str, object]:
    """`rail`: the worklists at the left of every page of the desk. Read only where a page draws it."""
    asking = cast("ActorRequest", request)
    return {"rail": SimpleLazyObject(lambda: rail_of(asking) if hasattr(request, "actor") else ())}


def features(request: HttpRequest) -> dict[str, object]:
    """`features`: what is switched on where whoever asks is at home: `{% if "map" in features %}`."""
    actor = getattr(request, "actor", ANYONE)
    return {"features": SimpleLazyObject(lambda: features_for(actor))}


def handbook(request: HttpRequest) -> dict[str, object]:
    """`handbook`: where to read about this page; empty where the handbook was not built."""
    return {"handbook": SimpleLazyObject(lambda: address_for(cast("ActorRequest", request)))}


def panels(request: HttpRequest) -> dict[str, object]:
    """`panels`: what other rooms have to say on a page, for `{% panels "case" file %}`."""
    asking = cast("ActorRequest", request)
    return {
        "panels": lambda where, subject: [panel(asking, subject) for panel in PANELS[where]],
        "presets": lambda form: dict(ChainMap(*(dict(known(asking, form)) for known in PRESETS))),
        "asks": lambda form, version, fields, about: asked(asking, form, version, fields, about),
        "own_page": lambda file, move: next(filter(None, (of(asking, file, move) for of in OWN_PAGES)), None),
    }


def bell(request: HttpRequest) -> dict[str, object]:
    """`bell`: the way to one's messages and how many are unread; counted only where a page draws it."""
    return {"bell": SimpleLazyObject(lambda: bell_of(request))}
