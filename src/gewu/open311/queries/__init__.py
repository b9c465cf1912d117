"""Every shared read of the door: who may be asked, which services there are, which keys."""

from gewu.open311.queries.keys import key_of, keys_of, working_key
from gewu.open311.queries.services import Service, codes, known_codes, service, services
from gewu.open311.queries.towns import Town, town_of_key, town_wanted

__all__ = [
    "Service",
    "Town",
    "codes",
    "key_of",
    "keys_of",
    "known_codes",
    "service",
    "services",
    "town_of_key",
    "town_wanted",
    "working_key",
]
