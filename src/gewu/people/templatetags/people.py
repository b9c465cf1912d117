"""`{% load people %}`: what a role or an organisation is called in the reader's language."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from gewu.people import queries
from gewu.people.models import Organisation, Post
from gewu.places import queries as places

register = template.Library()


@register.filter
def role_of(post: Post) -> str:
    """The name of a post's role, in the words of its township."""
    return queries.role_name(post.role, get_language() or "", post.low if post.low == post.high else None)


@register.filter
def seat_of(post: Post) -> str:
    """What the place calls the seat of a post; empty for the most, who have none."""
    locality = places.locality_of(post.low) if post.seat else None
    named = locality.seats.get(post.seat) if locality else None
    return named.in_language(get_language() or "") if named else ""


@register.filter
def organisation_name(organisation: Organisation) -> str:
    return organisation.in_language(get_language() or "")


@register.filter
def place_of(post: Post) -> str:
    """Where a post is: the names from the township down."""
    language = get_language() or ""
    path = queries.place_path(post.area_id)
    return " ".join(step.in_language(language) for step in path)


@register.filter
def short_place_of(post: Post) -> str:
    """Where a post is, in as few words as a table has room for."""
    language = get_language() or ""
    path = queries.place_path(post.area_id)
    return " ".join(step.in_language(language) for step in path[1:] or path)


@register.filter
def area_name(area: UUID) -> str:
    """The name of a place by its id."""
    return queries.place_path(area)[-1].in_language(get_language() or "")


@register.filter
def entry_words(kind: str) -> str:
    """What an entry about an account says, in words."""
    return str(HISTORY.get(kind, kind))


@register.filter
def of_key(values: Mapping[str, Any], key: object) -> Any:
    """What a dictionary holds under a key."""
    return values.get(str(key))


@register.filter
def of_id(values: Mapping[UUID, Any], key: UUID) -> Any:
    """What a dictionary holds under an id."""
    return values.get(key, "")


@register.filter
def role_word(role: str) -> str:
    """The name of a role."""
    return queries.role_name(role, get_language() or "")


HISTORY: Mapping[str, Promise] = {
    "user.created": gettext_lazy("was given an account"),
    "user.edited": gettext_lazy("corrected name or language"),
    "user.deactivated": gettext_lazy("locked the account"),
    "user.activated": gettext_lazy("opened the account again"),
    "user.left": gettext_lazy("closed the account: left"),
    "user.returned": gettext_lazy("opened the account again: came back"),
    "user.password_set": gettext_lazy("set a new password"),
    "user.locked": gettext_lazy("closed signing in for a while: failed attempts"),
    "user.unlocked": gettext_lazy("let them try to sign in again"),
    "user.second_factor_reset": gettext_lazy("removed the second factor"),
    "post.given": gettext_lazy("gave a post"),
    "post.changed": gettext_lazy("changed the days of a post"),
    "post.ended": gettext_lazy("ended a post"),
    "post.withdrawn": gettext_lazy("took back a post that had not begun"),
    "post.stand_in_given": gettext_lazy("arranged standing in for somebody"),
    "deputy.named": gettext_lazy("agreed on an AB pair"),
    "deputy.ended": gettext_lazy("ended an AB pair"),
    "absence.entered": gettext_lazy("entered an absence"),
    "absence.changed": gettext_lazy("changed an absence"),
    "absence.withdrawn": gettext_lazy("withdrew an absence"),
    "invitation.sent": gettext_lazy("made a one-time link"),
    "invitation.withdrawn": gettext_lazy("withdrew a one-time link"),
    "invitation.accepted": gettext_lazy("chose name and password by a link"),
    "token.issued": gettext_lazy("issued a token"),
    "token.revoked": gettext_lazy("revoked a token"),
}
