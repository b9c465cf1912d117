"""Photos that come with a move: stored before the case is locked, linked to the entry of the move."""

from typing import Any
from uuid import UUID

from django.core.files.base import File as Upload

from gewu.cases import refusals
from gewu.cases.models import Case, CaseFile, Shot
from gewu.catalogue.definition import Look, Move
from gewu.kernel import clock, files
from gewu.kernel.access import Actor
from gewu.kernel.ids import new_id, township_of

MOST_PHOTOS = 9
# What a resident sends with a report shows how it was found as well as a photo that says so.
FOUND = frozenset({Shot.SCENE, Shot.BEFORE})

Shown = tuple[files.File, ...]


def show(actor: Actor, case_id: UUID, photos: tuple["Upload[bytes]", ...]) -> Shown:
    """Store photos for a case that the actor sees; nothing at all for none."""
    if not photos:
        return ()
    if len(photos) > MOST_PHOTOS:
        raise refusals.too_many_photos(MOST_PHOTOS)
    Case.objects.visible_to(actor).one(case_id)
    return tuple(store(case_id, photo, actor=actor, field="photos", only_images=True) for photo in photos)


def store(
    case_id: UUID, upload: "Upload[bytes]", *, actor: Actor, field: str, only_images: bool = False
) -> files.File:
    """Keep a file of a case; it is linked in the transaction that says what it is."""
    return files.store(
        upload=upload,
        township=township_of(case_id),
        actor=actor,
        purpose="case",
        subject=case_id,
        field=field,
        accept=files.IMAGES if only_images else files.ACCEPTED,
    )


def link(case: Case, stored: files.File, *, kind: str, actor: Actor) -> None:
    """Make a stored file one of the case, under the entry that comes next."""
    CaseFile.objects.create(
        id=new_id(case.township),
        township=case.township,
        case_id=case.id,
        file_id=stored.id,
        kind=kind,
        author=actor.user,
        added_at=clock.now(),
        entry=case.journal_length + 1,
    )


def require_takes(move: Move, shown: Shown) -> None:
    """Refuse photos with a move that takes none."""
    if shown and move.photos is None:
        raise refusals.no_photos_here()


def kept_photos(case: Case, move: Move, shown: Shown, *, actor: Actor) -> dict[str, Any]:
    """Link the photos of a move, and say them for its entry."""
    if not shown:
        return {}
    for stored in shown:
        link(case, stored, kind=str(move.photos), actor=actor)
    return {"files": [str(one.id) for one in shown], "sha256": [one.sha256 for one in shown]}


def looks_of(case: Case, move: Move, shown: Shown) -> frozenset[Look]:
    """What photos of the case show: how it was found, and since it came to this stage how it is now."""
    here = CaseFile.objects.filter(township=case.township, case_id=case.id)
    looks: set[Look] = {move.photos} if shown and move.photos else set()
    for kind, added_at in here.values_list("kind", "added_at"):
        if kind in FOUND:
            looks.add("before")
        elif added_at >= case.stage_since:
            looks.add("after")
    return frozenset(looks)
