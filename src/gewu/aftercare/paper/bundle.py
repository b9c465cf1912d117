"""Many case files in one archive."""

import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from uuid import UUID

from gewu.aftercare.paper.case import Printing, case_pdf
from gewu.cases import queries as cases
from gewu.kernel.errors import NotFound


def packed(wanted: Sequence[UUID], printing: Printing, *, progress: Callable[[], None]) -> bytes:
    """A zip of PDFs named by the number; what the person does not see any more is left out."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for case_id in wanted:
            with suppress(NotFound):
                number = cases.brief(printing.actor, case_id).number
                archive.writestr(f"{number}.pdf", case_pdf(case_id, printing))
            progress()
    return content.getvalue()
