"""The row in which a person's choices lie."""

from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotAllowed
from gewu.kernel.ids import new_id
from gewu.notices.models import Preference
from gewu.people.queries import audience


def row_of(actor: Actor) -> Preference:
    """The actor's own, locked, or a new one that is not stored yet."""
    homes = audience.homes_of([actor.user]) if actor.user else {}
    if actor.user is None or not homes:
        raise NotAllowed(_("Only people with an account have an inbox."))
    township = homes[actor.user]
    found = Preference.objects.filter(township=township, user=actor.user).select_for_update().first()
    return found or Preference(id=new_id(township), township=township, user=actor.user)
