"""Saved filters: a name for a list and how it is narrowed. One's own alone, though colleagues may look on."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.finding.models import SavedFilter
from gewu.kernel import clock, receipts, text
from gewu.kernel.access import Actor, Post
from gewu.kernel.errors import Invalid, NotAllowed, NotFound
from gewu.kernel.ids import new_id

MOST = 20
LONGEST_NAME, LONGEST_QUERY = 30, 600
SEARCH = "search"
_NOT_KEPT = ("after", "older", "page", "list", "all", "case", "saved")


def save(
    *, name: str, list_key: str, query: str, shared: bool, actor: Actor, receipt: str | None = None
) -> UUID:
    """Keep a narrowed list under a name."""

    def do() -> str:
        return str(_save(name, list_key, query, shared, actor))

    request = {"name": name, "list": list_key, "query": query, "shared": shared}
    return UUID(str(receipts.once(actor=actor, key=receipt, request=request, do=do)))


@transaction.atomic
def rename(*, filter_id: UUID, name: str, actor: Actor) -> None:
    """Give a saved filter another name."""
    row = _own(actor, filter_id)
    row.name = _name(name)
    with _once():
        row.write("name")


@transaction.atomic
def share(*, filter_id: UUID, shared: bool, actor: Actor) -> None:
    """Show a filter to colleagues of the same post, or to oneself alone."""
    row = _own(actor, filter_id)
    row.shared = shared
    row.write("shared")


@transaction.atomic
def remove(*, filter_id: UUID, actor: Actor) -> None:
    """Take a filter out of the menu; it can be brought back for a week."""
    row = _own(actor, filter_id)
    row.removed_at = clock.now()
    row.write("removed_at")


@transaction.atomic
def restore(*, filter_id: UUID, actor: Actor) -> None:
    """Bring a removed filter back."""
    row = SavedFilter.objects.by_id(filter_id).filter(owner=_who(actor)[0]).first()
    if row is None:
        raise NotFound(_("This filter is gone for good."))
    row.removed_at = None
    with _once():
        row.write("removed_at")


def _save(name: str, list_key: str, query: str, shared: bool, actor: Actor) -> UUID:
    owner, post = _who(actor)
    if list_key != SEARCH and list_key not in cases.lists_of(actor):
        raise NotFound(_("There is no such list, or it is not part of your post."))
    kept = _query(query)
    own = SavedFilter.objects.filter(township=post.scope.low, owner=owner, removed_at=None)
    if own.count() >= MOST:
        message = _("At most %(most)d saved filters. Delete one you no longer use.") % {"most": MOST}
        raise Invalid(message, fields={"name": message})
    row = SavedFilter(
        id=new_id(post.scope.low),
        township=post.scope.low,
        owner=owner,
        name=_name(name),
        list_key=list_key,
        query=kept,
        role=post.role,
        area=post.scope.area,
        organisation=post.organisation,
        shared=shared,
        created_at=clock.now(),
    )
    with _once():
        row.save(force_insert=True)
    return row.id


def _who(actor: Actor) -> tuple[UUID, Post]:
    if actor.user is None or not actor.posts:
        raise NotAllowed(_("You hold no post today. Your administrator can give you one."))
    return actor.user, next((post for post in actor.posts if post.primary), actor.posts[0])


def _own(actor: Actor, filter_id: UUID) -> SavedFilter:
    row = SavedFilter.objects.visible_to(actor).select_for_update().one(filter_id)
    if row.owner != actor.user:
        raise NotAllowed(_("A colleague shares this filter. Save one of your own to change it."))
    return row


def _name(name: str) -> str:
    return text.clean_required(name, field="name", limit=LONGEST_NAME, lines=False)


def _query(query: str) -> str:
    """The filters of a query string; what cannot be read is refused, and so is none at all."""
    given = QueryDict(query, mutable=True)
    for name in _NOT_KEPT:
        given.pop(name, None)
    cases.chosen_from(given)
    kept = given.urlencode()
    if not kept or len(kept) > LONGEST_QUERY:
        message = _("Narrow the list first: then there is something to save.")
        raise Invalid(message, fields={"name": message})
    return kept


@contextmanager
def _once() -> Iterator[None]:
    """Two filters of one person never share a name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "finding_filter_name_once" not in str(clash):
            raise
        message = _("You have a filter of this name already.")
        raise Invalid(message, fields={"name": message}) from clash
