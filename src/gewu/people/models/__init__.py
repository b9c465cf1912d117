"""Tables of people."""

from gewu.people.models.duty import Organisation, Post
from gewu.people.models.user import Token, User

__all__ = ["Organisation", "Post", "Token", "User"]
