"""Which cases a list reaches for a post, before it is narrowed."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from gewu.cases.models import CaseParticipant, Part
from gewu.cases.reach import by_place, held, homes, offered, within_part
from gewu.kernel.access import Post


def at_work(post: Post) -> Iterator[Q]:
    """By place; for those who read none, whatever is in the inbox or in hand."""
    found = list(by_place(post))
    yield from found or [*held(post), *offered(post)]


def helping(post: Post) -> Iterator[Q]:
    """Cases with which the post's office was asked to help and has not answered."""
    if post.organisation is None:
        return
    asked = CaseParticipant.objects.filter(
        township=OuterRef("township"),
        case_id=OuterRef("id"),
        part=Part.HELPER,
        organisation=post.organisation,
    )
    for part in homes(post.scope):
        yield part & within_part(post) & Q(Exists(asked))


def anywhere(post: Post) -> Iterator[Q]:
    """Nothing but the townships of the post: the narrowing names the person."""
    yield from homes(post.scope)


def raised_to(post: Post) -> Iterator[Q]:
    """What went up to the level of the post, at its place."""
    for part in by_place(post):
        yield part & Q(level=str(post.scope.tier), raised__gt=0, awaits__gt="")


def deciding(post: Post) -> Iterator[Q]:
    """Those who work from an inbox decide about what their office holds, others about their place."""
    yield from held(post) if post.organisation else by_place(post)
