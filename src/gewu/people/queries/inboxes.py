"""Organisations as administrators read them: the tree, one with its people, what is past."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gewu.kernel.access import Actor
from gewu.kernel.errors import NotFound
from gewu.kernel.filters import Chosen
from gewu.people.models import Organisation, Post
from gewu.people.queries.duty import today

MOST = 1000
EVERYTHING = Chosen({}, (), "", Q())


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation in the tree: how deep it hangs, and how many people work there today."""

    row: Organisation
    depth: int
    people: int


def tree(actor: Actor, *, chosen: Chosen) -> list[Branch]:
    """The organisations whose people the actor reads, parts under wholes, by kind and key."""
    listed = chosen.apply(Organisation.objects.visible_to(actor)).select_related("area")
    rows = list(listed.order_by("township", "kind", "key")[:MOST])
    counts = _people_in(rows)
    return [Branch(row, depth, counts.get(row.id, 0)) for row, depth in _walk(rows)]


def _walk(rows: Sequence[Organisation]) -> Iterator[tuple[Organisation, int]]:
    """Parts after their wholes; a part whose whole is not in the list stands by itself."""
    there = {row.id for row in rows}
    below: defaultdict[UUID | None, list[Organisation]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in there else None].append(row)
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting.extend((part, depth + 1) for part in reversed(below[row.id]))


def _people_in(rows: Sequence[Organisation]) -> dict[UUID | None, int]:
    counts: defaultdict[UUID | None, set[UUID]] = defaultdict(set)
    posts = Post.objects.in_force(today()).filter(organisation__in=[row.id for row in rows])
    for organisation, user in posts.filter(user__is_active=True).values_list("organisation", "user"):
        counts[organisation].add(user)
    return {organisation: len(users) for organisation, users in counts.items()}


def organisation_seen(actor: Actor, identifier: UUID) -> Organisation:
    """The organisation if the actor sees it, or NotFound."""
    found = Organisation.objects.visible_to(actor).filter(id=identifier).select_related("area", "parent")
    row = found.first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    return row


def members(row: Organisation) -> list[Post]:
    """Posts held in an organisation today or later."""
    posts = Post.objects.not_over(today()).filter(organisation=row, user__is_active=True)
    return list(posts.select_related("user", "area").order_by("user__search_text", "id"))


def parts(row: Organisation) -> list[Organisation]:
    return list(Organisation.objects.in_force(today()).filter(parent=row).order_by("kind", "key"))


def possible_parents(township: int, but: UUID | None = None) -> list[Organisation]:
    """Organisations at work in a township under which another one can be put."""
    rows = Organisation.objects.in_force(today()).filter(township=township).order_by("kind", "key")
    return [row for row in rows if row.id != but]
