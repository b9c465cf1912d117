"""Ledgers over HTTP: the figures of a place and a period, and signing them."""

from typing import Annotated, Any

from ninja import Query, Router, Status
from ninja.params.functions import Header

from gewu.clearance import commands, queries
from gewu.clearance.commands import Signing
from gewu.clearance.queries import Sheet
from gewu.clearance.rules import Period
from gewu.clearance.schemas import LedgerOut, LedgerQuery, SignedOut, SignIn
from gewu.kernel.access import ActorRequest

router = Router(tags=["clearance"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get("", response=LedgerOut, summary="The ledger of a place and a period, as it stands or as signed")
def ledger(request: ActorRequest, wanted: Query[LedgerQuery]) -> Any:
    return _out(queries.sheet(request.actor, wanted.area, Period(wanted.period), wanted.first))


@router.post("", response={201: SignedOut}, summary="Sign a ledger of a place that you lead")
def sign(request: ActorRequest, body: SignIn, idempotency_key: Key = None) -> Any:
    signing = Signing(body.area, Period(body.period), body.first, body.reasons)
    return Status(201, {"id": commands.sign(signing=signing, actor=request.actor, receipt=idempotency_key)})


def _out(sheet: Sheet) -> dict[str, Any]:
    return {
        "area": sheet.place.id,
        "period": sheet.period,
        "first": sheet.first,
        "last": sheet.last,
        "ended": sheet.ended,
        "signed_at": sheet.ledger.signed_at if sheet.ledger else None,
        "digest": sheet.ledger.digest if sheet.ledger else "",
        "figures": queries.written_figures(sheet.figures),
        "carried": [one for one in sheet.carried if one.seen],
    }
