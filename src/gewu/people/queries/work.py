"""How much open work lies with somebody. The engine above knows; it is asked by its name in the settings."""

from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from gewu.kernel.access import Scope, Tier
from gewu.people.models import Organisation, Post, User


class OpenWork(Protocol):
    """Counts of open work: in a person's hands, and in an organisation's hands or inbox."""

    def __call__(self, *, scopes: tuple[Scope, ...], user: UUID | None, organisation: UUID | None) -> int: ...


def open_work_of(user: User) -> int:
    """Open work in a person's hands, wherever a post of theirs ever was."""
    return _counted(scopes_of(user), user.id, None)


def open_work_in(organisation: Organisation) -> int:
    """Open work that an organisation holds or was offered."""
    area = organisation.area
    width = 10 ** max(0, 9 - len(area.code))
    scope = Scope(organisation.township, organisation.township + width - 1, Tier(area.tier), area.id)
    return _counted((scope,), None, organisation.id)


def scopes_of(user: User) -> tuple[Scope, ...]:
    """The places of all posts of a person, past ones too: work may have stayed in their hands."""
    posts = Post.objects.filter(user=user)
    return tuple({Scope(post.low, post.high, Tier(post.tier), post.area_id) for post in posts})


def _counted(scopes: tuple[Scope, ...], user: UUID | None, organisation: UUID | None) -> int:
    asked = cast("OpenWork", import_string(settings.OPEN_WORK))
    return asked(scopes=scopes, user=user, organisation=organisation)
