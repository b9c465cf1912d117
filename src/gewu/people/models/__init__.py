"""Tables of people."""

from gewu.people.models.duty import Organisation, Post
from gewu.people.models.invitation import Invitation
from gewu.people.models.leave import Absence, Deputy
from gewu.people.models.record import SignInCount, StaffFile
from gewu.people.models.security import Device, FactorSecret, SignedIn
from gewu.people.models.user import Token, User

__all__ = [
    "Absence",
    "Deputy",
    "Device",
    "FactorSecret",
    "Invitation",
    "Organisation",
    "Post",
    "SignInCount",
    "SignedIn",
    "StaffFile",
    "Token",
    "User",
]
