"""What a person agreed to show of themselves."""

from gewu.kernel import files
from gewu.kernel.access import Actor
from gewu.kernel.models import nothing_here
from gewu.people import queries as people
from gewu.signage.models import WorkCard


def own_card(actor: Actor) -> WorkCard | None:
    """One's own agreement, if there ever was one."""
    if actor.user is None:
        return None
    home = people.person(actor.user).home
    return WorkCard.objects.visible_to(actor).filter(township=home).first()


def own_portrait(actor: Actor) -> files.File:
    """One's own work photo, or NotFound."""
    card = own_card(actor)
    if card is None or card.photo is None:
        raise nothing_here()
    return files.File.objects.one(card.photo)
