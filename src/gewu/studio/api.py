"""Drafts over HTTP: read, written section by section, checked, compared, published by another."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import File, Form, Router, Status, UploadedFile
from ninja.params.functions import Header

from gewu.catalogue import queries as catalogue
from gewu.kernel.access import Actor, ActorRequest
from gewu.studio import commands, files, queries, said
from gewu.studio.checks import is_sound
from gewu.studio.models import Draft
from gewu.studio.schemas import (
    ActIn,
    CheckOut,
    DifferenceOut,
    DraftFullOut,
    DraftOut,
    SectionIn,
    SectionOut,
    StartIn,
)

router = Router(tags=["studio"])
Key = Annotated[
    str | None, Header(alias="Idempotency-Key", description="The same key and body: the same answer, once.")
]


@router.get(
    "", response=list[DraftOut], summary="Drafts of your places: living ones first, then those that ended"
)
def list_drafts(request: ActorRequest) -> Any:
    return [_line(row) for row in queries.drafts(request.actor)]


@router.post("", response={201: DraftFullOut}, summary="Start a draft of what holds at a place")
def start(request: ActorRequest, body: StartIn, idempotency_key: Key = None) -> Any:
    row = commands.start_draft(key=body.key, place=body.place, actor=request.actor, receipt=idempotency_key)
    return Status(201, _full(row, request.actor))


@router.get("/{uuid:draft_id}", response=DraftFullOut, summary="A draft, and what you may do with it")
def one_draft(request: ActorRequest, draft_id: UUID) -> Any:
    return _full(queries.draft(request.actor, draft_id), request.actor)


@router.get("/{uuid:draft_id}/sections/{section}", response=SectionOut, summary="A section of a draft")
def read_section(request: ActorRequest, draft_id: UUID, section: str) -> Any:
    row = queries.draft(request.actor, draft_id)
    value = queries.section_in(row, queries.sections_of(row), section)
    return {"section": section, "version": row.version, "value": value}


@router.post("/{uuid:draft_id}/sections/{section}", response=DraftOut, summary="Write a section as one step")
def write_section(request: ActorRequest, draft_id: UUID, section: str, body: SectionIn) -> Any:
    row = commands.write_section(
        draft_id=draft_id,
        section=section,
        value=body.value,
        seen_version=body.seen_version,
        actor=request.actor,
    )
    return _line(row)


@router.get(
    "/{uuid:draft_id}/check", response=CheckOut, summary="Everything that is wrong with a draft, at once"
)
def check(request: ActorRequest, draft_id: UUID) -> Any:
    row = queries.draft(request.actor, draft_id)
    sections = queries.sections_of(row)
    names = said.Names(sections, get_language() or "", catalogue.category_or_none)
    found = queries.findings(row, sections)
    lines = [
        {
            "weight": one.weight,
            "part": one.part,
            "at": one.at,
            "what": one.what,
            "said": said.finding(one, names),
        }
        for one in found
    ]
    return {"version": row.version, "sound": is_sound(found), "findings": lines}


@router.get("/{uuid:draft_id}/changes", response=list[DifferenceOut], summary="What is different in a draft")
def changes(request: ActorRequest, draft_id: UUID) -> Any:
    row = queries.draft(request.actor, draft_id)
    found = queries.compared(row, queries.sections_of(row))
    return [
        {"section": one.section, "path": list(one.path), "before": one.before, "after": one.after}
        for one in found
    ]


@router.get("/{uuid:draft_id}/files", summary="A draft as a zip of files, as definitions are shipped")
def as_files(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    row = queries.draft(request.actor, draft_id)
    return files.response(row.key, queries.sections_of(row))


@router.post("/{uuid:draft_id}/files", response=DraftOut, summary="Files into a draft: all of them, or none")
def bring_in(request: ActorRequest, draft_id: UUID, file: File[UploadedFile], seen_version: Form[int]) -> Any:
    row = commands.bring_in(
        draft_id=draft_id,
        name=file.name or "",
        content=file.read(files.MOST_BYTES + 1),
        seen_version=seen_version,
        actor=request.actor,
    )
    return _line(row)


@router.post("/{uuid:draft_id}/acts", response=DraftFullOut, summary="Take back, hand in, send back, publish")
def act(request: ActorRequest, draft_id: UUID, body: ActIn) -> Any:
    """`publish` is for somebody who had no hand in the draft."""
    row = _ACTS[body.act](draft_id, body, request.actor)
    return _full(row, request.actor)


def _undo(draft_id: UUID, body: ActIn, actor: Actor) -> Draft:
    return commands.undo(draft_id=draft_id, seen_version=body.seen_version, actor=actor)


def _offer(draft_id: UUID, body: ActIn, actor: Actor) -> Draft:
    return commands.offer(draft_id=draft_id, reason=body.words, seen_version=body.seen_version, actor=actor)


def _return(draft_id: UUID, body: ActIn, actor: Actor) -> Draft:
    return commands.send_back(
        draft_id=draft_id, remark=body.words, seen_version=body.seen_version, actor=actor
    )


def _publish(draft_id: UUID, body: ActIn, actor: Actor) -> Draft:
    return commands.publish(draft_id=draft_id, seen_version=body.seen_version, actor=actor)


def _withdraw(draft_id: UUID, _body: ActIn, actor: Actor) -> Draft:
    return commands.withdraw(draft_id=draft_id, actor=actor)


_ACTS: Mapping[str, Callable[[UUID, ActIn, Actor], Draft]] = {
    "undo": _undo,
    "offer": _offer,
    "return": _return,
    "publish": _publish,
    "withdraw": _withdraw,
}


def _line(row: Draft) -> dict[str, Any]:
    return {
        "id": row.id,
        "key": row.key,
        "place": row.place_id,
        "state": row.state,
        "version": row.version,
        "reason": row.reason,
        "remark": row.remark,
        "published_as": row.published_as,
        "opened_at": row.opened_at,
        "changed_at": row.changed_at,
    }


def _full(row: Draft, actor: Actor) -> dict[str, Any]:
    return _line(row) | {
        "sections": queries.sections_here(row),
        "own": list(queries.sections_of(row)),
        "acts": queries.acts_open(actor, row),
    }
