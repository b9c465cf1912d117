"""How a case stands for whoever asks: its rules' values, the roles of an actor on it, what changed since."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from gewu.cases.guards import Facts
from gewu.cases.models import Case
from gewu.cases.powers import DESCRIPTION
from gewu.cases.reach import covers, may_read_part
from gewu.cases.rules import RESIDENT
from gewu.cases.standing import COLUMNS, Standing
from gewu.catalogue.definition import CaseType
from gewu.kernel import clock
from gewu.kernel.access import Actor, Post
from gewu.kernel.canonical import parse
from gewu.kernel.ids import township_of
from gewu.kernel.models import Entry

STAFF = "staff"


def standing_of(case: Case) -> Standing:
    """The columns of the row that moves decide."""
    values: dict[str, Any] = {column: getattr(case, column) for column in COLUMNS}
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    return Standing(**{**values, **lists})


def facts_for(actor: Actor, case: Case) -> Facts:
    """What rules need to know when this actor asks for a move on this case."""
    is_reporter = actor.user is not None and case.reporter_user == actor.user
    now = clock.now()
    return Facts(
        standing=standing_of(case),
        roles=roles_on(actor, case) | ({RESIDENT} if is_reporter else set()),
        today=timezone.localdate(now),
        user=actor.user,
        offices=actor.organisations,
        is_reporter=is_reporter,
        for_users=frozenset(post.for_user for post in posts_on(actor, case) if post.for_user is not None),
        now=now,
        helper_roles=helper_roles_on(actor, case),
        is_part=case.parent is not None,
        open_parts=case.open_parts,
    )


def posts_on(actor: Actor, case: Case) -> tuple[Post, ...]:
    """The posts under which the actor has to do with this case: by its place, or by the inbox it is in."""
    places: frozenset[object] = frozenset({case.in_community, case.in_grid, case.in_cell} - {None})
    inboxes = {case.holder_org, case.offered_org} - {None}
    return tuple(
        post
        for post in actor.posts
        if case.access_class <= post.access_class
        and (
            post.organisation in inboxes
            or ("cases" in post.reads and covers(post, township=case.township, places=places))
        )
    )


def stands_in_for(actor: Actor, case: Case, roles: Collection[str]) -> frozenset[UUID]:
    """For whom the actor acts on this case under these roles; nobody, where a post of its own allows it."""
    posts = [post for post in posts_on(actor, case) if post.role in roles]
    if any(post.for_user is None for post in posts):
        return frozenset()
    return frozenset(post.for_user for post in posts if post.for_user is not None)


def roles_on(actor: Actor, case: Case) -> frozenset[str]:
    """The roles under which the actor has to do with this case."""
    return frozenset(post.role for post in posts_on(actor, case))


def helper_roles_on(actor: Actor, case: Case) -> frozenset[str]:
    """The roles of the actor's posts in offices asked to help."""
    return frozenset(
        post.role
        for post in actor.posts
        if post.organisation in case.helpers and may_read_part(post, case.access_class)
    )


def is_only_reporter(actor: Actor, case: Case) -> bool:
    """Whether the actor sees the case for no other reason than having reported it."""
    facts = facts_for(actor, case)
    return facts.roles == {RESIDENT} and not facts.helper_roles


def entries_of(case_id: UUID) -> list[Entry]:
    """The journal of a case from its first entry; reading it here keeps queries away from what writes it."""
    return list(Entry.objects.filter(township=township_of(case_id), subject_id=case_id).order_by("number"))


def changes_since(case_id: UUID, version: int) -> list[dict[str, object]]:
    """The moves made after the version somebody saw: which, by whom (the post), when, to which stage."""
    changes = []
    for entry in entries_of(case_id):
        facts = facts_of(entry)
        # Notes and photos leave the version as it was, and say none.
        if "version" in facts and int(str(facts["version"])) > version:
            changes.append(
                {
                    "move": facts.get("move", "place"),
                    "role": facts.get("role"),
                    "stage": facts.get("stage"),
                    "version": facts["version"],
                    "at": entry.recorded_at.isoformat(),
                }
            )
    return changes


def facts_of(entry: Entry) -> Mapping[str, object]:
    """The facts of an entry, as written or as read back."""
    facts = parse(entry.facts) if isinstance(entry.facts, str) else entry.facts
    return facts if isinstance(facts, dict) else {}


def may_be_public(definition: CaseType, kind: str) -> bool:
    """Whether words of a kind can be opened to residents at all."""
    return kind == DESCRIPTION or (kind in definition.answers and definition.shown(kind) != STAFF)
