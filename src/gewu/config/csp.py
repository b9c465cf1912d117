"""What a page may load, and where browsers tell us that one tried more."""

import json
from collections import deque
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

log = structlog.get_logger(__name__)

# The newest violations of this process, so that a browser test can fail on one.
recent: deque[dict[str, str]] = deque(maxlen=100)
LARGEST = 16_384


def policy() -> str:
    """The Content-Security-Policy of every answer.

    Images: `data:` for the map's own controls, `blob:` for photos before they are sent; tiles only where
    an installation names a source.
    """
    tiles = " ".join(getattr(settings, "TILE_ORIGINS", ()))
    rules = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: blob: {tiles}".strip(),
        "connect-src": f"'self' {tiles}".strip(),
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "report-uri": "/csp-report",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """A browser reports a violation: keep what was refused and on which page, never a query string."""
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    for violation in _violations(request.body):
        recent.append(violation)
        log.warning("csp_violation", **violation)
    return HttpResponse(status=204)


def _violations(body: bytes) -> list[dict[str, str]]:
    try:
        sent = json.loads(body)
    except ValueError:
        return []
    entries = sent if isinstance(sent, list) else [sent]
    return [_reduced(entry) for entry in entries[:10] if isinstance(entry, dict)]


def _reduced(entry: dict[str, Any]) -> dict[str, str]:
    said = entry.get("csp-report") or entry.get("body") or {}
    said = said if isinstance(said, dict) else {}
    directive = said.get("effective-directive") or said.get("effectiveDirective")
    return {
        "directive": str(directive or said.get("violated-directive") or "")[:100],
        "blocked": _without_query(said.get("blocked-uri") or said.get("blockedURL")),
        "page": _without_query(said.get("document-uri") or said.get("documentURL")),
    }


def _without_query(address: object) -> str:
    parts = urlsplit(str(address or "")[:500])
    return f"{parts.netloc}{parts.path}" or parts.scheme
