"""Making files in the background out of many rows, and serving them (kernel.models.MadeFile)."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from gewu.kernel import clock, journal
from gewu.kernel.access import SYSTEM
from gewu.kernel.errors import NotFound
from gewu.kernel.files.storage import storage
from gewu.kernel.models import MadeFile

Progress = Callable[[], None]


def make(made: MadeFile, draw: Callable[[Progress], bytes], *, kind: str, **facts: Any) -> None:
    """Draw the content, keep it and offer it; `draw` is given what to call after each of its pieces.

    Done twice, because a worker died in it, it starts again from the beginning. `kind` and `facts`: the entry
    of the journal that tells that it is there.
    """
    made.done = 0
    content = draw(lambda: _advance(made))
    made.sha256, made.size = sha256(content).hexdigest(), len(content)
    storage().write(made.sha256, content)
    _offer(made, kind, facts)


def is_there(made: MadeFile) -> bool:
    """Whether it can be fetched: it is made, and its day is not over."""
    if made.finished_at is None:
        return False
    try:
        storage().open(made.sha256).close()
    except FileNotFoundError:
        return False
    return True


def fetched(made: MadeFile, *, name: str, media_type: str) -> FileResponse:
    """The file under this name, or NotFound before it is made and after its day."""
    if not is_there(made):
        raise NotFound(_("It is not made yet, or its day is over. Ask for it again."))
    return FileResponse(
        storage().open(made.sha256), as_attachment=True, filename=name, content_type=media_type
    )


def base_of(request: HttpRequest) -> str:
    """Under which address printed codes lead to us: the one the page was asked for under."""
    return request.build_absolute_uri("/").rstrip("/")


@transaction.atomic
def _offer(made: MadeFile, kind: str, facts: dict[str, Any]) -> None:
    """From now on it can be fetched. A worker thought dead may end after the one that took over."""
    if _rows(made).select_for_update().one(made.id).finished_at is None:
        made.finished_at = clock.now()
        write = ["finished_at", "sha256", "size"]
        journal.record(kind, subject=made, actor=SYSTEM, write=write, sha256=made.sha256, **facts)


def _advance(made: MadeFile) -> None:
    made.done += 1
    _rows(made).by_id(made.id).filter(finished_at=None).update(done=made.done)


def _rows(made: MadeFile) -> Any:
    return type(made)._default_manager
