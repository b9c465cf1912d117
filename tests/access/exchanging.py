"""What the exchange keeps for the clerk: a workbook that was read and waits for its columns."""

from typing import Any
from uuid import UUID

from gewu.exchange import commands
from gewu.exchange.commands import keep_pairs, receiving
from gewu.exchange.models import Pair
from gewu.exchange.tests.books import person, upload, workbook
from gewu.kernel import clock
from gewu.registers import commands as registers
from gewu.registers.sources import Origin, Source
from tests.access.town import Town

SETTLE = {"differences": ["00000000-0000-8000-8000-000000000000"], "decision": "leave"}
MAPPING = {"0": "person.name", "3": "person.identity_number", "6": "address"}


def a_file() -> dict[str, Any]:
    """What a form sends with a workbook."""
    return {
        "file": upload(workbook([person("张小样")])),
        "kind": "residents",
        "source": "exchanged",
        "office": "小样派出所",
        "day": clock.now().date().isoformat(),
    }


def an_import(town: Town) -> UUID:
    form = a_file()
    import_id = commands.receive(
        upload=form["file"],
        kind="residents",
        source="exchanged",
        office="小样派出所",
        day=clock.now().date(),
        actor=town.actor("clerk"),
    )
    receiving.read(import_id)
    return import_id


def lay_form() -> dict[str, str]:
    return {f"column.{at}": key for at, key in MAPPING.items()} | {"mode": "all", "header": "1"}


TAKE = {"columns": ["name", "sex"], "purpose": "work", "form": "csv", "full": "false"}


def a_pair(town: Town) -> UUID:
    clerk, township = town.actor("clerk"), town.tiny.township
    both = [
        registers.record(
            "person",
            township=township,
            values={"name": "张小样", "born": "1962-03-05"},
            origin=Origin(source=Source.WINDOW),
            actor=clerk,
        ).id
        for _one in range(2)
    ]
    keep_pairs(township)
    return Pair.objects.filter(township=township, left__in=both).latest("found_at").id


def a_table(town: Town) -> UUID:
    wanted = commands.Wanted("person", (("name", ""), ("sex", "")), office="小样民政所")
    return commands.keep_table(wanted, name="老人名单", actor=town.actor("clerk"))


def a_month(town: Town) -> UUID:
    return commands.make_now(table_id=a_table(town), actor=town.actor("clerk"))
