"""Tables of people."""

from gewu.people.models.duty import Organisation, Post
from gewu.people.models.record import SignInCount, StaffFile
from gewu.people.models.user import Token, User

__all__ = ["Organisation", "Post", "SignInCount", "StaffFile", "Token", "User"]
