"""Tables kept for offices: their columns in the office's order and words, which rows, and on which day."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gewu.exchange.commands.carrying import at_home
from gewu.exchange.commands.selecting import check_only, chosen_fields
from gewu.exchange.models import Outward
from gewu.exchange.purposes import TAKING
from gewu.exchange.wanting import Only, Wanted, wanted_of
from gewu.kernel import clock, text
from gewu.kernel.access import Actor
from gewu.kernel.errors import Invalid
from gewu.kernel.ids import new_id

LAST_DAY, LONGEST_HEADING = 28, 40


@transaction.atomic
def keep_table(wanted: Wanted, *, name: str, day: int = 0, actor: Actor) -> UUID:
    """Keep a mapping for an office under a name; the sharing catalogue is asked at once.

    `day` of the month it is made by itself, 0 for a table that is only taken when somebody wants it.
    """
    township, owner = at_home(actor)
    kept = _checked(wanted, day, township, actor)
    row = Outward.objects.create(
        id=new_id(township),
        township=township,
        name=text.clean_required(name, field="name", limit=60, lines=False),
        office=text.clean_required(wanted.office, field="office", limit=80, lines=False),
        kind=wanted.kind,
        columns=kept,
        count_by=wanted.count_by,
        only=wanted.only.packed,
        day=day,
        made_by=owner,
        made_at=clock.now(),
    )
    return row.id


@transaction.atomic
def change_table(
    *, table_id: UUID, name: str, headings: Sequence[tuple[str, str]], only: Only, day: int, actor: Actor
) -> None:
    """Change a table: its name, its columns in order and in the office's words, which rows, its day."""
    row = Outward.objects.visible_to(actor).select_for_update().one(table_id)
    kept = wanted_of(row)
    wanted = Wanted(row.kind, tuple(headings), count_by=kept.count_by, office=kept.office, only=only)
    row.name = text.clean_required(name, field="name", limit=60, lines=False)
    row.columns, row.only, row.day = _checked(wanted, day, row.township, actor), only.packed, day
    row.write("name", "columns", "only", "day")


@transaction.atomic
def remove_table(*, table_id: UUID, actor: Actor) -> None:
    """Take a saved table out of the list."""
    row = Outward.objects.visible_to(actor).select_for_update().one(table_id)
    row.removed_at = clock.now()
    row.write("removed_at")


def _checked(wanted: Wanted, day: int, township: int, actor: Actor) -> list[dict[str, str]]:
    """The columns as they are kept, or Invalid."""
    if not wanted.office.strip():
        message = _("Say for which office it is.")
        raise Invalid(message, fields={"office": message})
    if not 0 <= day <= LAST_DAY:
        message = _("Choose a day from 1 to 28.")
        raise Invalid(message, fields={"day": message})
    chosen_fields(wanted, "xlsx", next(iter(TAKING)), township)
    check_only(wanted.kind, wanted.only, township, actor)
    return [
        {
            "field": key,
            "heading": text.clean(said, field=f"heading.{key}", limit=LONGEST_HEADING, lines=False),
        }
        for key, said in wanted.columns
    ]
