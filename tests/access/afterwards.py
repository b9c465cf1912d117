"""What comes after closing: an archive of case files that was asked for, a case that is kept no longer."""

from datetime import timedelta
from uuid import UUID

from gewu.aftercare import commands, queries
from gewu.cases.commands import report_case
from gewu.cases.models import Case
from gewu.cases.tests.builders import a_report, move_on
from gewu.kernel import clock
from tests.access.town import Town

ELEVEN_YEARS = timedelta(days=366 * 11)


def a_bundle(town: Town) -> UUID:
    case = town.cases["open"].id
    made = commands.ask_for_bundle(
        wanted=[case], purpose="复查", base="http://testserver", actor=town.actor("clerk")
    )
    return made.id


def a_disposal(town: Town) -> UUID:
    """A case that was refused eleven years ago."""
    case = Case.objects.one(report_case(report=a_report(), actor=town.actor("reporter")))
    move_on(case, "refuse", town.actor("clerk"), refusal="not_ours", reply="这是物业的事，请找物业")
    with clock.hold(clock.now() + ELEVEN_YEARS):
        commands.list_past_keeping(town.tiny.township)
    return queries.disposals(town.actor("supervisor")).items[0].id
