"""Doors for gateways: signed receipts, sealed events. No session, no cookie; what is unsigned hears 403."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.notices import commands, queries
from gewu.notices.channels import events
from gewu.notices.commands import Receipt
from gewu.notices.models import Gateway

LONGEST = 256 * 1024
ARRIVED = {"delivered": True, "failed": False}


@csrf_exempt
@never_cache
@require_POST
def receipts(request: HttpRequest, way_id: UUID) -> HttpResponse:
    """What became of texts: `{"id", "state": "delivered" or "failed", "code"}`, one or a list of them."""
    way = _way(way_id, "sms")
    body = request.read(LONGEST + 1)
    timestamp = request.headers.get("Gewu-Timestamp", "")
    signature = request.headers.get("Gewu-Signature", "")
    if not events.is_signed(way, timestamp=timestamp, signature=signature, body=body):
        raise NotAllowed("The signature is wrong, or too old.")
    rows = events.receipts_in(body)
    if rows is None:
        raise Invalid("This is no receipt.", fields={"body": "This is no receipt."})
    said = [
        Receipt(ARRIVED[state], code=_code(row), id=known)
        for row in rows
        if (state := str(row.get("state"))) in ARRIVED and (known := events.id_in(row)) is not None
    ]
    noted = commands.note_receipts(gateway=way, receipts=said)
    return JsonResponse({"noted": noted, "unknown": len(rows) - noted})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def wechat(request: HttpRequest, way_id: UUID) -> HttpResponse:
    """WeChat asks whether we are there (GET), or says who has scanned a code and what arrived (POST)."""
    way, given = _way(way_id, "wechat"), request.GET.dict()
    if request.method == "GET":
        if not events.is_of_wechat(way, given):
            raise NotAllowed("This is not from WeChat.")
        return HttpResponse(given.get("echostr", "")[:100], content_type="text/plain")
    event = events.event_in(way, given, request.read(LONGEST + 1))
    if event is None:
        raise NotAllowed("This is not from WeChat.")
    kind, scene = event.get("Event", ""), event.get("EventKey", "").removeprefix("qrscene_")
    if kind in {"subscribe", "SCAN"} and scene:
        commands.note_follower(gateway=way, scene=scene, openid=event.get("FromUserName", "")[:64])
    if kind == "TEMPLATESENDJOBFINISH":
        status = event.get("Status", "")
        said = Receipt(status == "success", code="" if status == "success" else _plain(status))
        commands.note_receipts(gateway=way, receipts=[_of(said, event.get("MsgID", ""))])
    return HttpResponse("success", content_type="text/plain")


def _way(way_id: UUID, kind: str) -> Gateway:
    found = queries.gateways.known(way_id, kind)
    if found is None:
        raise NotFound("There is no such way out.")
    return found


def _of(said: Receipt, remote: str) -> Receipt:
    return Receipt(said.arrived, said.code, remote=remote[:40] or "-")


def _code(row: object) -> str:
    return _plain(str(row.get("code", ""))) if isinstance(row, dict) else ""


def _plain(written: str) -> str:
    return "".join(c for c in written if (c.isascii() and c.isalnum()) or c in "._-:")[:40]
