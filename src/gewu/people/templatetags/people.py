"""`{% load people %}`: what a role or an organisation is called in the reader's language."""

from django import template
from django.utils.translation import get_language

from gewu.people import queries
from gewu.people.models import Organisation, Post

register = template.Library()


@register.filter
def role_of(post: Post) -> str:
    """The name of a post's role, in the words of its township."""
    return queries.role_name(post.role, get_language() or "", post.low if post.low == post.high else None)


@register.filter
def organisation_name(organisation: Organisation) -> str:
    return organisation.in_language(get_language() or "")


@register.filter
def place_of(post: Post) -> str:
    """Where a post is: the names from the township down."""
    language = get_language() or ""
    path = queries.place_path(post.area_id)
    return " ".join(step.in_language(language) for step in path)
