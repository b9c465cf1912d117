"""Receipts: whoever sends the same request twice gets one effect and the same answer.

The receipt is the first row of the command's own transaction. A twin waits for it at the database, then reads
the answer; if the first attempt fails, its receipt goes with it and the twin goes on. Answers hold ids only.
"""

import re
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.kernel import clock
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue, canonical, sha256
from gewu.kernel.errors import Conflict, Invalid
from gewu.kernel.models import Receipt, statements
from gewu.kernel.spelling import spelled

LONGEST_KEY = 200
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/-]{0,64}")


@transaction.atomic
def once(*, actor: Actor, key: str | None, request: object, do: Callable[[], JsonValue]) -> JsonValue:
    """Do it once under this key and give every repetition the first answer. Without a key, just do it."""
    if key is None:
        return do()
    mine = _receipt(actor, key, request)
    if statements.insert_unless_there(mine):
        mine.answer = answer = _only_ids(do())
        statements.update(mine, ["answer"], id=mine.id)
        return answer
    kept = Receipt.objects.get(id=mine.id)
    if bytes(kept.request) != mine.request:
        raise Conflict(
            _("This key was used for another request. Please send it again under a new one."), key=key
        )
    stored: JsonValue = kept.answer
    return stored


def _only_ids(answer: JsonValue) -> JsonValue:
    """A receipt outlives the page it was made for, so nothing of a person may get into it."""
    match answer:
        case str() if not IDENTIFIER.fullmatch(answer):
            raise ValueError("an answer holds identifiers only")
        case list():
            return [_only_ids(item) for item in answer]
        case dict():
            return {key: _only_ids(item) for key, item in answer.items()}
    return answer


def _receipt(actor: Actor, key: str, request: object) -> Receipt:
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        message = _("A key has 1 to %(limit)d printable characters.") % {"limit": LONGEST_KEY}
        raise Invalid(message, fields={"receipt": message})
    scope = f"user:{actor.user}" if actor.user else f"door:{actor.door}"
    return Receipt(
        id=sha256(canonical([scope, key], field="receipt").encode()),
        request=sha256(key.encode(), b"\0", canonical(spelled(request), field="receipt").encode()),
        recorded_at=clock.now(),
    )
