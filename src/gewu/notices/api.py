"""My messages over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from gewu.kernel.access import ActorRequest
from gewu.notices import commands
from gewu.notices.queries import inbox

router = Router(tags=["notices"])


class NoticeOut(Schema):
    """One message, in the language of the request."""

    id: UUID
    title: str
    text: str
    about: str = Field(description="What it tells of: case, reporter, person, account or place.")
    number: str = Field(description="The number of the case, if it is about one.")
    case_id: UUID | None
    urgent: bool
    is_read: bool
    created_at: datetime


class NoticePage(Schema):
    """Messages, newest first."""

    items: list[NoticeOut]
    next: str | None = Field(description="Give it as `after` for the next page; null on the last.")


class NoticeFilter(Schema):
    """How the list is narrowed."""

    unread: str | None = Field(None, description="`1`: only what was not read yet.")
    urgent: str | None = Field(None, description="`1`: only what presses.")
    number: str | None = Field(None, description="Only what is about the case of this number.")
    after: str | None = None
    size: int = Field(30, ge=1, le=100)


class CountOut(Schema):
    """How many messages were not read yet; a hundred stands for more."""

    unread: int


class ReadOut(Schema):
    """How many messages were unread until now."""

    read: int


@router.get("", response=NoticePage, summary="My messages, newest first")
def list_notices(request: ActorRequest, wanted: Query[NoticeFilter]) -> Any:
    chosen = inbox.chosen_from(request.GET)
    return inbox.inbox(request.actor, chosen=chosen, after=wanted.after, size=wanted.size)


@router.get("/count", response=CountOut, summary="How many of my messages are unread")
def count_notices(request: ActorRequest) -> Any:
    return {"unread": inbox.unread(request.actor)}


@router.post("/read", response=ReadOut, summary="Mark all my messages as read")
def read_notices(request: ActorRequest) -> Any:
    return {"read": commands.mark_all_read(actor=request.actor)}


@router.post("/{uuid:notice_id}/read", response=NoticeOut, summary="Mark a message as read")
def read_notice(request: ActorRequest, notice_id: UUID) -> Any:
    commands.mark_read(message_id=notice_id, actor=request.actor)
    return inbox.one(request.actor, notice_id)
