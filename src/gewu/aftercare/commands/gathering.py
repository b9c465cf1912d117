"""Case files for many cases at once: asked for with a purpose, made in the background, gone after a day."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gewu.aftercare.models import Bundle
from gewu.aftercare.paper.bundle import packed
from gewu.aftercare.paper.case import Printing
from gewu.cases import queries as cases
from gewu.kernel import clock, journal, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.files.storage import storage
from gewu.kernel.ids import new_id, township_of
from gewu.kernel.jobs import job
from gewu.people import queries as people

MOST = 200
LONGEST_PURPOSE = 200


@transaction.atomic
def ask_for_bundle(*, wanted: Sequence[UUID], purpose: str, base: str, actor: Actor) -> Bundle:
    """Have the files of these cases made as PDF in one archive; they are made as this person sees them."""
    said = text.clean_required(purpose, field="purpose", limit=LONGEST_PURPOSE, lines=False)
    ids = list(dict.fromkeys(wanted))
    if not 1 <= len(ids) <= MOST:
        message = _("Choose between 1 and %(most)d cases.") % {"most": MOST}
        raise Invalid(message, fields={"cases": message})
    if actor.user is None or not actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
    for case_id in ids:
        cases.brief(actor, case_id)
    home = township_of(ids[0])
    made = Bundle(
        id=new_id(home),
        township=home,
        cases=ids,
        purpose=said,
        base=base,
        asked_by=actor.user,
        asked_at=clock.now(),
    )
    journal.record("aftercare.bundle_asked", subject=made, actor=actor, purpose=said, cases=len(ids))
    make_bundle.defer(lock=made.id, bundle=made.id)
    return made


@job("aftercare.make_bundle")
def make_bundle(bundle: UUID) -> None:
    """Make a bundle. Done twice, because a worker died in it, it starts again from the beginning."""
    made = Bundle.objects.one(bundle)
    if made.finished_at is None:
        _make(made)


def _make(made: Bundle) -> None:
    # Rights may have ended since it was asked for: the files are those the person sees now.
    person = people.person(made.asked_by)
    actor = people.actor_of(person, door="job")
    made.done = 0
    printing = Printing(actor, made.base)
    with translation.override(person.language):
        content = packed(made.cases, printing, progress=lambda: _advance(made))
    made.sha256, made.size = sha256(content).hexdigest(), len(content)
    storage().write(made.sha256, content)
    _offer(made)


@transaction.atomic
def _offer(made: Bundle) -> None:
    """From now on it can be fetched. A worker thought dead may end after the one that took over."""
    if Bundle.objects.select_for_update().one(made.id).finished_at is None:
        made.finished_at = clock.now()
        journal.record(
            "aftercare.bundle_made",
            subject=made,
            actor=SYSTEM,
            write=["finished_at", "sha256", "size"],
            cases=made.done,
            sha256=made.sha256,
            whom=str(made.asked_by),
        )


def _advance(made: Bundle) -> None:
    made.done += 1
    Bundle.objects.by_id(made.id).filter(finished_at=None).update(done=made.done)
