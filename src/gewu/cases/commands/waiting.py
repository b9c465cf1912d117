"""Photos of a report that has to be shown again: kept for an hour, so that nobody chooses them twice.

They belong to no case yet. Whoever sends the form again names them by a token that only its page knows; what
is not sent is forgotten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.base import File as Upload

from gewu.cases.commands.photos import MOST_PHOTOS
from gewu.kernel import clock, files
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.jobs import job
from gewu.kernel.models import File, OperationalQuerySet
from gewu.places import queries as places

WAITING = "waiting"
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Photos that wait for their form: the token that names them, and their names."""

    token: UUID
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.names)


def hold_photos(photos: "Iterable[Upload[bytes]]", *, token: UUID | None, actor: Actor) -> Waiting | None:
    """Keep what was chosen, beside what waits under the token already; None where nothing does.

    What is no picture is left out: the form says so beside the field.
    """
    name = token or uuid4()
    known = list(_waiting(name, actor)) if token else []
    for photo in list(photos)[: MOST_PHOTOS - len(known)]:
        photo.seek(0)
        try:
            known.append(
                files.store(
                    upload=photo,
                    township=_home(),
                    actor=actor,
                    purpose=WAITING,
                    subject=name,
                    accept=files.IMAGES,
                )
            )
        except Invalid:
            continue
    return Waiting(name, tuple(file.name for file in known)) if known else None


def photos_held(token: UUID | None, *, actor: Actor) -> "tuple[Upload[bytes], ...]":
    """What waits under a token, for whoever left it there, as if it had just been sent."""
    return tuple(_read(file) for file in _waiting(token, actor)) if token else ()


@job("cases.forget_held_photos")
def forget_held_photos() -> None:
    """Every hour: what no form came back for."""
    rows = File.objects.filter(
        township=_home(), purpose=WAITING, recorded_at__lt=clock.now() - KEPT
    ).values_list("id", flat=True)
    for file in rows:
        files.forget(file)


def _waiting(token: UUID, actor: Actor) -> Sequence[File]:
    rows: OperationalQuerySet[File] = File.objects.filter(
        township=_home(), subject_id=token, purpose=WAITING, uploaded_by=actor.user
    )
    fresh = rows.filter(recorded_at__gte=clock.now() - KEPT)
    return list(fresh.order_by("recorded_at", "id")[:MOST_PHOTOS])


def _read(file: File) -> "Upload[bytes]":
    with files.open_original(file) as content:
        return ContentFile(content.read(), name=file.name)


def _home() -> int:
    """They are at home where reports are taken in first, whatever place theirs will be about."""
    return places.localities()[0].township
