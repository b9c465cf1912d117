"""What finding keeps for the clerk: a saved filter, exports, a batch."""

from uuid import UUID

from gewu.finding import commands
from gewu.finding.commands.exports import write_export
from gewu.finding.models import SavedFilter
from tests.access.town import Town


def a_filter(town: Town) -> UUID:
    clerk = town.actor("clerk")
    if found := SavedFilter.objects.visible_to(clerk).filter(owner=clerk.user).first():
        return found.id
    return commands.save(name="超时的", list_key="all", query="late=1", shared=False, actor=clerk)


def an_export(town: Town) -> UUID:
    return commands.ask_export(
        list_key="all", query="late=1", form="csv", purpose="meeting", actor=town.actor("clerk")
    )


def a_written_export(town: Town) -> UUID:
    asked = an_export(town)
    write_export(asked)
    return asked


def a_batch(town: Town) -> UUID:
    case = town.cases["open"]
    return commands.begin_batch(
        move="wait",
        type_key="event",
        data={},
        chosen=[(case.id, case.number, case.version)],
        list_key="all",
        actor=town.actor("clerk"),
    )
