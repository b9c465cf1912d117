"""What the exchange does aside and by the clock, and when something is erased elsewhere."""

from gewu.exchange.commands.checking import check
from gewu.exchange.commands.forgetting import forget_in_programme, forget_record
from gewu.exchange.commands.landing import bring_in
from gewu.exchange.commands.pairs import find_pairs
from gewu.exchange.commands.receiving import read_file
from gewu.exchange.commands.sweeping import nightly
from gewu.exchange.commands.undoing import take_back
from gewu.kernel.jobs import reaction
from gewu.kernel.models import Entry
from gewu.registers.queries.going import was_in

__all__ = [
    "bring_in",
    "check",
    "find_pairs",
    "forget_enrolled",
    "forget_person",
    "nightly",
    "read_file",
    "take_back",
]


@reaction("exchange.forget_person")
def forget_person(entry: Entry) -> None:
    """The registers have erased a record."""
    forget_record(entry.township, entry.subject_id)


@reaction("exchange.forget_enrolled")
def forget_enrolled(entry: Entry) -> None:
    """The values of an ended enrolment were erased: tables of that programme forget who was in it."""
    forget_in_programme(entry.township, was_in(entry.subject_id))
