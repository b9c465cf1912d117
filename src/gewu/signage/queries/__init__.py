"""Every shared read of cards, plates and staffing. None of them writes."""

from gewu.signage.queries.cards import Contact, GridCard, card_at, cards_of, contacts_of, portrait
from gewu.signage.queries.ledgers import (
    House,
    Part,
    big_plates,
    carded_under,
    coverage_of,
    houses_of,
    is_mended,
    is_unchecked,
    names_of,
    parts_of,
    plate_count,
    plate_seen,
    where_is,
    wrong_plates,
)
from gewu.signage.queries.mine import own_card, own_portrait
from gewu.signage.queries.runs import print_run, print_runs
from gewu.signage.queries.staffing import Size, Staffed, grounds_of, staffed

__all__ = [
    "Contact",
    "GridCard",
    "House",
    "Part",
    "Size",
    "Staffed",
    "big_plates",
    "card_at",
    "carded_under",
    "cards_of",
    "contacts_of",
    "coverage_of",
    "grounds_of",
    "houses_of",
    "is_mended",
    "is_unchecked",
    "names_of",
    "own_card",
    "own_portrait",
    "parts_of",
    "plate_count",
    "plate_seen",
    "portrait",
    "print_run",
    "print_runs",
    "staffed",
    "where_is",
    "wrong_plates",
]
