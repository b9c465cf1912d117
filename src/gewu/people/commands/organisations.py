"""Organisations: beginning, correcting, closing."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gewu.kernel import receipts, text
from gewu.kernel.access import Actor
from gewu.kernel.canonical import JsonValue
from gewu.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from gewu.people import queries
from gewu.people.commands.authority import require_seen
from gewu.people.commands.staff_file import note, require_manager
from gewu.people.models import Organisation, Post
from gewu.places import queries as places

_KEY = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation as an administrator describes it. `parent` is the one it is part of."""

    key: str
    name_zh: str
    name_en: str
    kind: str
    area: UUID
    inbox_open: bool = True
    parent: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanges:
    """What can be corrected later. The key stays: definitions and other systems know it."""

    name_zh: str
    name_en: str
    kind: str
    area: UUID
    inbox_open: bool
    parent: UUID | None = None


def create_organisation(*, new: NewOrganisation, actor: Actor, receipt: str | None = None) -> Organisation:
    """Begin an organisation that serves a place; with an open inbox it can be given cases from today."""
    made = receipts.once(
        actor=actor, key=receipt, request=_spelled(new), do=lambda: str(_create(new, actor).id)
    )
    return Organisation.objects.get(id=str(made))


def _spelled(new: NewOrganisation) -> dict[str, object]:
    return {name: getattr(new, name) for name in NewOrganisation.__slots__} | {"what": "organisation"}


@transaction.atomic
def _create(new: NewOrganisation, actor: Actor) -> Organisation:
    area = places.area(new.area)
    require_manager(actor, area.home)
    key = new.key.strip().lower()
    if not _KEY.fullmatch(key):
        message = _("2 to 40 small letters, digits or dashes, beginning with a letter.")
        raise Invalid(message, fields={"key": message})
    made = Organisation(township=area.home, key=key, inbox_open=new.inbox_open, first_day=queries.today())
    _describe(made, new)
    Organisation.objects.bulk_create([made], ignore_conflicts=True)
    if not Organisation.objects.filter(id=made.id).exists():
        raise Conflict(_("There is an organisation with this key already."), key=key)
    note("organisation.created", about=made.id, township=made.township, actor=actor, key=made.key)
    return made


@transaction.atomic
def edit_organisation(
    *, organisation_id: UUID, changes: OrganisationChanges, actor: Actor, seen_version: int | None = None
) -> Organisation:
    """Correct the names, the kind, the place or the inbox of an organisation, or what it is part of."""
    row = managed_organisation(organisation_id, actor)
    require_seen(row, seen_version)
    if row.last_day is not None:
        raise RuleBroken(_("This organisation is closed. Open it again first."))
    before = {name: getattr(row, name) for name in _DESCRIBED}
    _describe(row, changes)
    row.inbox_open, row.version = changes.inbox_open, row.version + 1
    row.save(update_fields=[*_DESCRIBED, "version"])
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    facts: dict[str, JsonValue] = {
        "fields": list(changed),
        "area": str(row.area_id),
        "parent": str(row.parent_id) if row.parent_id else None,
        "inbox_open": row.inbox_open,
    }
    note("organisation.edited", about=row.id, township=row.township, actor=actor, **facts)
    return row


@transaction.atomic
def close_organisation(*, organisation_id: UUID, actor: Actor, seen_version: int | None = None) -> None:
    """Close an organisation whose people and work have gone elsewhere. Nothing in it is dropped silently."""
    row = managed_organisation(organisation_id, actor)
    require_seen(row, seen_version)
    if row.last_day is not None:
        raise RuleBroken(_("This organisation is closed already."))
    _require_empty(row)
    today = queries.today()
    row.last_day = max(row.first_day, today - timedelta(days=1))
    row.inbox_open, row.version = False, row.version + 1
    row.save(update_fields=["last_day", "inbox_open", "version"])
    last = row.last_day.isoformat()
    note("organisation.closed", about=row.id, township=row.township, actor=actor, last_day=last)


@transaction.atomic
def reopen_organisation(*, organisation_id: UUID, actor: Actor, seen_version: int | None = None) -> None:
    """Open a closed organisation again, with its inbox."""
    row = managed_organisation(organisation_id, actor)
    require_seen(row, seen_version)
    if row.last_day is None:
        raise RuleBroken(_("This organisation is open already."))
    row.last_day, row.inbox_open, row.version = None, True, row.version + 1
    row.save(update_fields=["last_day", "inbox_open", "version"])
    note("organisation.reopened", about=row.id, township=row.township, actor=actor)


def managed_organisation(organisation_id: UUID, actor: Actor) -> Organisation:
    """The organisation, locked, if the actor administers its township."""
    row = Organisation.objects.filter(id=organisation_id).select_for_update().first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    require_manager(actor, row.township)
    return row


_DESCRIBED = ("name_zh", "name_en", "kind", "area_id", "parent_id", "inbox_open")


def _describe(row: Organisation, said: NewOrganisation | OrganisationChanges) -> None:
    if said.kind not in Organisation.Kind.values:
        raise Invalid(_("There is no such kind of organisation."), fields={"kind": said.kind})
    if places.area(said.area).home != row.township:
        message = _("An organisation serves a place in its own township.")
        raise Invalid(message, fields={"area": message})
    _check_parent(row, said.parent)
    row.name_zh = text.clean_required(said.name_zh, field="name_zh", limit=80, lines=False)
    row.name_en = text.clean_required(said.name_en, field="name_en", limit=120, lines=False)
    row.kind, row.area_id, row.parent_id = said.kind, said.area, said.parent


def _check_parent(row: Organisation, parent: UUID | None) -> None:
    """A tree has no rings, and no branch reaches into another township."""
    above = dict(Organisation.objects.filter(township=row.township).values_list("id", "parent_id"))
    step = parent
    while step is not None:
        if step == row.id or step not in above:
            message = _("Choose an organisation of the same township that is not a part of this one.")
            raise Invalid(message, fields={"parent": message})
        step = above[step]


def _require_empty(row: Organisation) -> None:
    posts = Post.objects.not_over(queries.today() + timedelta(days=1)).filter(organisation=row).count()
    if posts:
        said = ngettext(
            "%(n)d person still has a post here. End it first.",
            "%(n)d people still have posts here. End them first.",
            posts,
        )
        raise RuleBroken(said % {"n": posts}, posts=posts)
    if Organisation.objects.filter(parent=row, last_day=None).exists():
        raise RuleBroken(_("Other organisations are part of this one. Move or close them first."))
    work = queries.open_work_in(row)
    if work:
        said = ngettext(
            "%(n)d case still lies with this organisation. Give it to another one first.",
            "%(n)d cases still lie with this organisation. Give them to another one first.",
            work,
        )
        raise RuleBroken(said % {"n": work}, cases=work)
