"""Which features are on for whoever asks."""

from gewu.kernel.access import Actor
from gewu.places import queries
from gewu.places.dictionary import EVERYTHING, Feature
from gewu.places.locality import Locality


def home_of(actor: Actor) -> Locality | None:
    """The first place that is run here and that the actor is at home in."""
    return next((one for one in queries.localities() if actor.at_home_in(one.township)), None)


def features_for(actor: Actor) -> frozenset[Feature]:
    """What is on where the actor is at home; for strangers, anywhere here; without any place, everything."""
    everywhere = queries.localities()
    if not everywhere:
        return frozenset(EVERYTHING)
    own = [one for one in everywhere if actor.at_home_in(one.township)]
    return frozenset(feature for one in own or everywhere for feature in one.features)
