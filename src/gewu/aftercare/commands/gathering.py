"""Case files for many cases at once: asked for with a purpose, made in the background, gone after a day."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gewu.aftercare.models import Bundle
from gewu.aftercare.paper.bundle import packed
from gewu.aftercare.paper.case import Printing
from gewu.cases import queries as cases
from gewu.kernel import clock, journal, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid, NotAllowed
from gewu.kernel.files import made
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
    bundle = Bundle(
        id=new_id(home),
        township=home,
        cases=ids,
        purpose=said,
        base=base,
        asked_by=actor.user,
        asked_at=clock.now(),
    )
    journal.record("aftercare.bundle_asked", subject=bundle, actor=actor, purpose=said, cases=len(ids))
    make_bundle.defer(lock=bundle.id, bundle=bundle.id)
    return bundle


@job("aftercare.make_bundle")
def make_bundle(bundle: UUID) -> None:
    """Make a bundle, unless it is made."""
    row = Bundle.objects.one(bundle)
    if row.finished_at is not None:
        return
    # Rights may have ended since it was asked for: the files are those the person sees now.
    person = people.person(row.asked_by)
    printing = Printing(people.actor_of(person, door="job"), row.base)
    with translation.override(person.language):
        made.make(
            row,
            lambda progress: packed(row.cases, printing, progress=progress),
            kind="aftercare.bundle_made",
            cases=len(row.cases),
            whom=str(row.asked_by),
        )
