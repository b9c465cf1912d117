"""What people typed, made safe to keep: one spelling of newlines and accents, nothing hidden or too long."""

import re
import unicodedata

from django.utils.translation import gettext as _

from gewu.kernel.errors import Invalid

_NEWLINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# Marks that turn the reading direction can make a text show something else than it says.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str, *, field: str, limit: int, lines: bool = True) -> str:
    """The text as it is stored, or Invalid naming the field. Blank stays blank: see `clean_required`."""
    kept = _NEWLINES.sub("\n", text).replace("\t", " ")
    kept = unicodedata.normalize("NFC", kept).strip()
    if len(kept) > limit:
        raise _wrong(field, _("This is too long: at most %(limit)d characters.") % {"limit": limit})
    if any(_is_hidden(character) for character in kept):
        raise _wrong(field, _("This contains characters that cannot be shown. Please type it again."))
    if not lines and "\n" in kept:
        raise _wrong(field, _("This must fit on one line."))
    return kept


def clean_required(text: str, *, field: str, limit: int, lines: bool = True) -> str:
    """As `clean`, but something must be said."""
    kept = clean(text, field=field, limit=limit, lines=lines)
    if not kept:
        raise _wrong(field, _("This must not be empty."))
    return kept


def _is_hidden(character: str) -> bool:
    if character == "\n":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _TURNING


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields={field: message})
