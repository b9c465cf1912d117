"""The signed moment in a form: when it was opened, what it asked and what it knew already.

It is made by the server and comes back with the form; whoever changes it has changed nothing that counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core import signing

from gewu.kernel import clock

FIELD = "opened"
SALT = "burden.opened"
LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it was shown."""

    form: str
    version: str
    at: datetime
    fields: tuple[str, ...]
    # What was known when it was shown, as marks of the values.
    known: Mapping[str, str]

    def kept(self, field: str, answer: str) -> bool:
        """Whether what was known came back as it was."""
        return self.known.get(field) == mark(answer)


def seal(form: str, version: str, fields: Iterable[str], known: Mapping[str, str]) -> str:
    """The value of the hidden input of a form that is shown now. `known`: values by field."""
    marks = {field: mark(value) for field, value in known.items()}
    said = [form, version, clock.now().timestamp(), [*fields], marks]
    return signing.dumps(said, salt=SALT, compress=True)


def again(before: Opened, known: Mapping[str, str]) -> str:
    """The same moment, when more became known while the form stood open: it keeps when it was opened."""
    marks = {field: mark(value) for field, value in known.items()} | {**before.known}
    said = [before.form, before.version, before.at.timestamp(), [*before.fields], marks]
    return signing.dumps(said, salt=SALT, compress=True)


def mark(value: str) -> str:
    """Enough of a digest to see that a value is still the same."""
    return sha256(value.strip().encode()).hexdigest()[:8]


def read(sealed: str) -> Opened | None:
    """What a form brought back; None for what we did not make."""
    if not sealed or len(sealed) > LONGEST:
        return None
    try:
        form, version, at, fields, known = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return None
    return Opened(form, version, datetime.fromtimestamp(at, clock.now().tzinfo), (*fields,), dict(known))
