"""Taking a list away as a file: asked for with a purpose, written aside, kept for some days, then gone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.finding.models import Export, State
from gewu.finding.purposes import EXPORTING
from gewu.finding.queries.listed import ANSWERS, Part, only_filters, parts_of
from gewu.finding.queries.saved import SEARCH
from gewu.finding.rules import MOST_FOUND, MOST_ROWS
from gewu.finding.tables import Watermark, written
from gewu.kernel import clock, files, journal, receipts, text
from gewu.kernel.access import SYSTEM, Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, RuleBroken, TooMany
from gewu.kernel.ids import new_id
from gewu.kernel.jobs import job
from gewu.people import queries as people

MOST_AT_ONCE, MOST_IN_A_DAY = 3, 20
KEPT_FOR = timedelta(days=3)
LONGEST_REASON, LONGEST_QUERY = 100, 600
UNFINISHED = (State.WAITING, State.RUNNING)
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def ask_export(
    *,
    list_key: str,
    query: str,
    form: str,
    purpose: str,
    reason: str = "",
    actor: Actor,
    receipt: str | None = None,
) -> UUID:
    """Ask for a list or a search as a file. It is written aside; `queries.exports` says how far it is."""

    def do() -> str:
        return str(_ask(list_key, query, form, purpose, reason, actor))

    request = {"list": list_key, "query": query, "form": form, "purpose": purpose, "reason": reason}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


@transaction.atomic
def stop_export(*, export_id: UUID, actor: Actor) -> None:
    """Stop an export that is not finished."""
    row = Export.objects.visible_to(actor).select_for_update().one(export_id)
    if row.state not in UNFINISHED:
        raise RuleBroken(_("This export is finished already."))
    _end(row, State.STOPPED, kind="finding.export_stopped", actor=actor)


@transaction.atomic
def fetch_export(*, export_id: UUID, actor: Actor) -> files.File:
    """The file of one's own export; every fetching is kept."""
    row = Export.objects.visible_to(actor).select_for_update().one(export_id)
    if row.file_id is None:
        raise NotFound(_("This file is not there: it is not finished, or its days are over."))
    row.fetched += 1
    journal.record("finding.export_fetched", subject=row, actor=actor, write=("fetched",), times=row.fetched)
    return files.File.objects.one(row.file_id)


def write_export(export_id: UUID) -> None:
    """Write the file, with the rights its owner has now. Begun again from the start after an interruption."""
    row = Export.objects.one(export_id)
    if row.state not in UNFINISHED:
        return
    owner = people.person(row.owner)
    actor = people.actor_of(owner, door="desk")
    with translation.override(owner.language or "zh-hans"):
        try:
            _write(row, actor, owner.username)
        except DomainError as refused:
            # The list is no longer theirs, or a filter is gone: trying again would change nothing.
            with transaction.atomic():
                _end(
                    row,
                    State.FAILED,
                    kind="finding.export_failed",
                    actor=actor,
                    facts={"because": refused.code},
                )


@transaction.atomic
def drop_file(export: Export) -> None:
    """Take away the file of an export whose days are over."""
    if export.file_id:
        files.forget(export.file_id)
    export.file_id, export.state = None, State.GONE
    journal.record("finding.export_gone", subject=export, actor=SYSTEM, write=("file_id", "state"))


def _ask(list_key: str, query: str, form: str, purpose: str, reason: str, actor: Actor) -> UUID:
    if actor.user is None or not actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
    _check(list_key, form, purpose, actor)
    township = actor.posts[0].scope.low
    _check_limits(township, actor)
    row = Export(
        id=new_id(township),
        township=township,
        owner=actor.user,
        list_key=list_key,
        query=_kept_query(query),
        form=form,
        purpose=purpose,
        reason=text.clean(reason, field="reason", limit=LONGEST_REASON, lines=False),
        most=MOST_FOUND if list_key == SEARCH else MOST_ROWS[form],
        asked_at=clock.now(),
    )
    # The names of the filters, never what was typed into them.
    names: list[JsonValue] = [*sorted(QueryDict(row.query))]
    journal.record(
        "finding.export_asked",
        subject=row,
        actor=actor,
        purpose=purpose,
        list=list_key,
        form=form,
        filters=names,
    )
    write.defer(export=row.id, lock=actor.user)
    return row.id


def _check(list_key: str, form: str, purpose: str, actor: Actor) -> None:
    if list_key != SEARCH and list_key not in cases.lists_of(actor):
        raise NotFound(_("There is no such list, or it is not part of your post."))
    wrong: dict[str, str] = {}
    if form not in MOST_ROWS:
        wrong["form"] = _("Choose one of the given answers.")
    if purpose not in EXPORTING:
        wrong["purpose"] = _("Choose what you need it for.")
    if wrong:
        raise Invalid(_("Some answers cannot be accepted."), fields=wrong)


def _check_limits(township: int, actor: Actor) -> None:
    own = Export.objects.filter(township=township).visible_to(actor)
    if own.filter(state__in=UNFINISHED).count() >= MOST_AT_ONCE:
        raise TooMany(
            _("Three exports are being written for you. Wait until one is finished."), retry_after=60
        )
    if own.filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_IN_A_DAY:
        raise TooMany(_("You have taken away twenty lists within a day. Go on tomorrow."), retry_after=3600)


def _kept_query(query: str) -> str:
    kept = only_filters(query)
    if len(kept) > LONGEST_QUERY:
        message = _("These are too many filters at once.")
        raise Invalid(message, fields={"query": message})
    return kept


def _write(row: Export, actor: Actor, username: str) -> None:
    _change(row, state=State.RUNNING, rows=0)
    mark = Watermark(
        who=f"{actor.name} ({username})",
        when=clock.now(),
        purpose=str(EXPORTING[row.purpose]),
        reason=row.reason,
    )
    types: set[str] = set()
    lines = (
        line
        for part in parts_of(actor, row.list_key, row.query, most=row.most)
        for line in _counted(row, part, types)
    )
    content = written(row.form, mark, lines)
    if _stopped(row):
        return
    kept = files.keep(
        content=content,
        name=f"gewu-{row.asked_at:%Y%m%d}-{row.id.hex[-6:]}.{row.form}",
        media_type=MEDIA[row.form],
        township=row.township,
        actor=actor,
        purpose="export",
        subject=row.id,
    )
    with transaction.atomic():
        row.file_id = kept.id
        facts: dict[str, JsonValue] = {"rows": row.rows, "sha256": kept.sha256, "file": str(kept.id)}
        facts |= {"types": list[JsonValue](sorted(types)), "columns": list[JsonValue](ANSWERS)}
        _end(row, State.DONE, kind="finding.export_written", actor=actor, facts=facts)


def _counted(row: Export, part: Part, types: set[str]) -> Sequence[Sequence[object]]:
    """A part on its way into the file; the page of exports sees how far it is, and a stop ends it here."""
    if _stopped(row):
        return ()
    _change(row, rows=row.rows + len(part.lines))
    types |= part.types
    return part.lines


def _stopped(row: Export) -> bool:
    return Export.objects.by_id(row.id).filter(state=State.STOPPED).exists()


def _change(row: Export, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.write(*values)


def _end(
    row: Export, state: State, *, kind: str, actor: Actor, facts: Mapping[str, JsonValue] | None = None
) -> None:
    fresh = Export.objects.select_for_update().one(row.id)
    fresh.state, fresh.finished_at, fresh.file_id, fresh.rows = state, clock.now(), row.file_id, row.rows
    told: dict[str, Any] = {"write": ("state", "finished_at", "file_id", "rows"), **(facts or {})}
    journal.record(kind, subject=fresh, actor=actor, **told)


@job("finding.write_export")
def write(export: UUID) -> None:
    write_export(export)
