"""Every write of ledgers: reading the journal, signing, correcting by a new entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.clearance import queries
from gewu.clearance.models import Correction, Ledger
from gewu.clearance.queries import REASONS, Carried, Sheet
from gewu.clearance.rules import COUNTED, Period
from gewu.clearance.taking import take_in
from gewu.kernel import clock, journal, receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import canonical, sha256
from gewu.kernel.errors import Conflict, Invalid, NotAllowed, RuleBroken
from gewu.kernel.ids import new_id
from gewu.places import queries as places

LONGEST = 500
MOST = 1_000_000

__all__ = ["Signing", "correct", "sign", "take_in"]


@dataclass(frozen=True, slots=True)
class Signing:
    """Which ledger somebody signs, and why late cases are carried over, by case."""

    area: UUID
    period: Period
    first: date
    reasons: Mapping[UUID, str]


def sign(*, signing: Signing, actor: Actor, receipt: str | None = None) -> UUID:
    """Sign the ledger of a place and freeze it. A late case without a reason stands in the way."""
    take_in(places.area(signing.area).home)
    request = {
        "area": signing.area,
        "period": signing.period,
        "first": signing.first,
        "reasons": {str(case): reason for case, reason in signing.reasons.items()},
    }
    try:
        done = receipts.once(
            actor=actor, key=receipt, request=request, do=lambda: str(_sign(signing, actor).id)
        )
    except IntegrityError as clash:
        if "clearance_signed_once" in str(clash):
            raise _signed_already() from clash
        raise
    return UUID(str(done))


@transaction.atomic
def correct(*, ledger: UUID, figure: str, should_be: int, why: str, actor: Actor) -> None:
    """Say that a figure of a signed ledger is to be read otherwise. The ledger stays as it was signed."""
    row = Ledger.objects.visible_to(actor).select_for_update().one(ledger)
    if not queries.signs(actor, places.area(row.area)):
        raise NotAllowed(_("Only whoever leads the place signs and corrects its ledger."))
    if figure not in COUNTED or not 0 <= should_be <= MOST:
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields={"figure": message})
    said, salt = text.clean_required(why, field="why", limit=LONGEST), journal.new_salt()
    was = int(row.figures.get(figure, 0))
    Correction.objects.create(
        id=new_id(row.township),
        township=row.township,
        ledger_id=row.id,
        figure=figure,
        was=was,
        should_be=should_be,
        why=said,
        salt=salt,
        author=actor.user,
        entry=row.journal_length + 1,
        written_at=clock.now(),
    )
    facts: dict[str, Any] = {"figure": figure, "was": was, "should_be": should_be}
    words: Any = {"why": journal.digest(said, salt)}
    journal.record("clearance.corrected", subject=row, actor=actor, words=words, **facts)


def _sign(signing: Signing, actor: Actor) -> Ledger:
    sheet = queries.sheet(actor, signing.area, signing.period, signing.first)
    if not queries.signs(actor, sheet.place) or actor.user is None:
        raise NotAllowed(_("Only whoever leads the place signs and corrects its ledger."))
    if sheet.ledger is not None:
        raise _signed_already()
    if not sheet.ended:
        raise RuleBroken(_("This period is not over yet. It can be signed from the next morning on."))
    row = _row(sheet, _with_reasons(sheet, signing.reasons), actor.user)
    facts: dict[str, Any] = {
        "area": str(row.area),
        "tier": row.tier,
        "period": row.period,
        "first": row.first.isoformat(),
        "figures": row.figures,
        "digest": row.digest,
    }
    journal.record("clearance.signed", subject=row, actor=actor, **facts)
    return row


def _row(sheet: Sheet, carried: list[dict[str, Any]], user: UUID) -> Ledger:
    place = sheet.place
    row = Ledger(
        id=new_id(place.home),
        township=place.home,
        area=place.id,
        tier=place.tier,
        in_community=places.location_of(place.id).community,
        period=sheet.period,
        first=sheet.first,
        last=sheet.last,
        figures=queries.written_figures(sheet.figures),
        carried=carried,
        signed_by=user,
        signed_at=clock.now(),
    )
    row.digest = digest_of(row)
    return row


def digest_of(row: Ledger) -> str:
    """Over what was signed: whoever changes a figure afterwards is found out."""
    said = {
        "area": str(row.area),
        "period": row.period,
        "first": row.first.isoformat(),
        "figures": row.figures,
        "carried": row.carried,
    }
    return sha256(canonical(said).encode()).hex()


def _with_reasons(sheet: Sheet, reasons: Mapping[UUID, str]) -> list[dict[str, Any]]:
    if unknown := {reason for reason in reasons.values() if reason} - set(REASONS):
        message = _("Choose one of the given answers.")
        raise Invalid(message, fields=dict.fromkeys(sorted(unknown), message))
    missing = [one for one in sheet.carried if one.needs and not reasons.get(one.case)]
    if missing:
        raise Invalid(
            _missing(len(missing)), fields={_field(one): _("Say why it is late.") for one in missing}
        )
    return [
        {
            "case": str(one.case),
            "number": one.number,
            "due": one.due.isoformat() if one.due else None,
            "reason": reasons[one.case] if one.needs else one.reason,
        }
        for one in sorted(sheet.carried, key=lambda one: (one.number, one.case))
    ]


def _field(one: Carried) -> str:
    return f"reason-{one.case}"


def _missing(many: int) -> str:
    return ngettext(
        "%(n)s late case has no reason yet. Choose one, then sign.",
        "%(n)s late cases have no reason yet. Choose one for each, then sign.",
        many,
    ) % {"n": many}


def _signed_already() -> Conflict:
    return Conflict(_("This ledger is signed already. What is wrong in it is corrected by a new entry."))
