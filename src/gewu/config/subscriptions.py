"""What follows from what: kind of journal entry → reactions. Read this to see all that happens by itself."""

from gewu.aftercare.jobs import answered
from gewu.burden.jobs import note_taken_out
from gewu.cases.commands.recounting import recount_year
from gewu.checkups.jobs import look_after_import
from gewu.exchange.jobs import forget_enrolled, forget_person
from gewu.kernel.jobs import Reaction
from gewu.notices.definition import told_kinds
from gewu.notices.jobs import forget, tell
from gewu.registers.jobs import follow_house
from gewu.sheets.forgetting import forget_person as forget_on_sheets

# What happens besides telling people.
ACTS: dict[str, tuple[Reaction, ...]] = {
    "user.left": (forget,),
    "calendar.published": (recount_year,),
    # Rows came into the registers, or were taken out again.
    "exchange.done": (look_after_import,),
    "exchange.undone": (look_after_import,),
    # What the registers erased goes from the months of tables, from what could be brought back, and from
    # sheets of paper that are still being typed.
    "register.forgotten": (forget_person, forget_on_sheets),
    "enrolment.erased": (forget_enrolled,),
    # What left in a file was read.
    "exchange.taken_out": (note_taken_out,),
    "finding.export_written": (note_taken_out,),
    # What stands in a house comes along with it.
    "address.assigned": (follow_house,),
    "address.rejoined": (follow_house,),
    # The reporter answered by the link: a call-back like any other.
    "case.moved": (answered,),
}

# definitions/notices/rules.toml says whom an entry tells.
TELLS: dict[str, tuple[Reaction, ...]] = dict.fromkeys(sorted(told_kinds()), (tell,))

SUBSCRIPTIONS: dict[str, tuple[Reaction, ...]] = {
    kind: ACTS.get(kind, ()) + TELLS.get(kind, ()) for kind in ACTS.keys() | TELLS.keys()
}
