"""What strangers need to check a proof: the public keys of the seals, and the script that checks."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gewu.kernel import seals

SCRIPT = Path(__file__).parents[1] / "check_proof.py"


@require_safe
@cache_control(public=True, max_age=300)
def register(request: HttpRequest) -> HttpResponse:
    """Every key that signed seals and each township's newest seal, for programs and for writing down."""
    response = HttpResponse(seals.published(), content_type="application/json")
    # Whoever checks a proof in a page of their own may read it from there.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@cache_control(public=True, max_age=300)
def script(request: HttpRequest) -> HttpResponse:
    """The script that checks a proof, to be read before it is run."""
    return HttpResponse(_script(), content_type="text/plain; charset=utf-8")


@cache
def _script() -> bytes:
    return SCRIPT.read_bytes()
