"""Whether bytes really are a plain PDF. It is kept byte for byte: a signature would not survive a change."""

import re

from django.utils.translation import gettext as _

_HEAD = re.compile(rb"%PDF-[12]\.\d")
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
_TABLE = re.compile(rb"xref\b|\d+\s+\d+\s+obj\b")
# Compressed bytes spell anything by chance.
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData)(?![A-Za-z0-9])")


def fault_of(content: bytes) -> str | None:
    """What is wrong with a PDF, or None.

    Its end must point at its table, and nothing may follow: a file that is a PDF for one program and an
    archive or a page for another fails here. We never draw it and serve it as a download only.
    """
    end = _TAIL.search(content, max(0, len(content) - 2048))
    if not _HEAD.match(content) or end is None or not _TABLE.match(content, int(end[1])):
        return _("This PDF is damaged or incomplete.")
    if _ACTIVE.search(_STREAM.sub(b"", content)):
        return _("This PDF contains programs or other files. Please print it to a new PDF.")
    return None
