"""The contact card of a grid: what everybody may know of who looks after it, as of this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel import files
from gewu.kernel.access import Tier
from gewu.kernel.errors import NotFound
from gewu.kernel.models import nothing_here
from gewu.people import queries as people
from gewu.people.queries import Post
from gewu.places import queries as places
from gewu.places.queries import Place
from gewu.places.sizes import Card, Line
from gewu.signage.models import WorkCard
from gewu.signage.rules import initials_of

# Areas that have a card, from the smallest up.
CARDED = (Tier.CELL, Tier.GRID, Tier.COMMUNITY)
MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whose name is public by their office; phone and photo only as far as they agreed."""

    user: UUID
    home: int
    name: str
    initials: str
    role: str
    role_name: str
    office: str
    standing_in: bool
    phone: str
    photo: UUID | None


@dataclass(frozen=True, slots=True)
class GridCard:
    """What stands on the card of an area. `above`: the contacts are those of the area around it."""

    area: Place
    path: tuple[str, ...]
    level: str
    estates: tuple[str, ...]
    streets: tuple[str, ...]
    contacts: tuple[Contact, ...]
    above: str
    duties: tuple[str, ...]
    supervision: Line
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        return " ".join(self.path)


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is the contact of an area, and of which area they are."""

    posts: tuple[Post, ...]
    at: UUID | None


def card_at(code: str, language: str) -> GridCard:
    """The card of the area with this code, or NotFound for one that has none or is no more."""
    place = places.area_by_code(code)
    if place.tier not in CARDED or place.retired_at is not None:
        raise NotFound(str(places.NO_PLACE))
    return cards_of([place], language)[0]


def cards_of(areas: Sequence[Place], language: str) -> list[GridCard]:
    """The cards of some areas of one township: two statements for the people, two for each area's houses."""
    found = contacts_of(areas)
    agreed = agreed_by(post for one in found.values() for post in one.posts)
    return [_card(area, found[area.id], agreed, language) for area in areas]


def contacts_of(areas: Sequence[Place]) -> dict[UUID, Resolved]:
    """The contacts of each area: its own, or of the nearest area around it that has some. One statement."""
    if not areas:
        return {}
    roles = card_of(areas[0].home).contacts
    steps = {step for area in areas for step in area.path}
    at: dict[UUID, list[Post]] = {}
    for post in people.posts_on(steps, held=roles):
        at.setdefault(post.area_id, []).append(post)
    for posts in at.values():
        posts.sort(key=lambda post: roles.index(post.role))
    return {area.id: _nearest(area, at) for area in areas}


def agreed_by(posts: Iterable[Post]) -> dict[UUID, WorkCard]:
    """What these people agreed to show, by user."""
    users = {post.user_id: post.user.home for post in posts}
    if not users:
        return {}
    rows = WorkCard.objects.filter(township__in=set(users.values()), user__in=list(users))
    return {row.user: row for row in rows}


def card_of(township: int) -> Card:
    """What a place puts on its cards."""
    locality = places.locality_of(township)
    return locality.card if locality else Card()


def portrait(code: str, file_id: UUID) -> files.File:
    """The photo on a card, as long as the person is the contact there and agrees; else as if it never was."""
    card = card_at(code, "zh")
    if not any(contact.photo == file_id for contact in card.contacts):
        raise nothing_here()
    return files.File.objects.one(file_id)


def duties_of(township: int, language: str) -> tuple[str, ...]:
    """What the person of a grid is there for, in the words of the place."""
    locality = places.locality_of(township)
    if locality is None:
        return ()
    if locality.card.duties:
        return tuple(_said(one, language) for one in locality.card.duties)
    return tuple(
        f"{helper.en if _english(language) else helper.zh}"
        + ("：" if not _english(language) else ": ")
        + _said(helper.does, language)
        for helper in locality.helpers
    )


def _nearest(area: Place, at: Mapping[UUID, list[Post]]) -> Resolved:
    for step in reversed(area.path):
        if at.get(step):
            return Resolved(tuple(at[step]), step)
    return Resolved((), None)


def _card(area: Place, found: Resolved, agreed: Mapping[UUID, WorkCard], language: str) -> GridCard:
    card, level = card_of(area.home), places.level_of(area)
    around = places.area(found.at) if found.at and found.at != area.id else None
    return GridCard(
        area=area,
        path=tuple(step.in_language(language) for step in places.path_here(area.id)),
        level=level.in_language(language) if level else "",
        estates=tuple(one.in_language(language) for one in places.estates_in(area.id))[:MOST_NAMES],
        streets=places.streets_at(area.id)[:MOST_NAMES],
        contacts=tuple(_contact(post, agreed.get(post.user_id), language) for post in found.posts),
        above=around.in_language(language) if around else "",
        duties=duties_of(area.home, language),
        supervision=card.supervision,
        lines=card.lines,
    )


def _contact(post: Post, agreed: WorkCard | None, language: str) -> Contact:
    return Contact(
        user=post.user_id,
        home=post.user.home,
        name=post.user.name,
        initials=initials_of(post.user.name),
        role=post.role,
        role_name=people.role_name(post.role, language, post.low),
        office=post.organisation.in_language(language) if post.organisation else "",
        standing_in=not post.primary,
        phone=agreed.phone if agreed else "",
        photo=agreed.photo if agreed else None,
    )


def _said(said: object, language: str) -> str:
    return str(getattr(said, "en" if _english(language) else "zh"))


def _english(language: str) -> bool:
    return language.startswith("en")
