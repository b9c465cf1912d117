"""What allauth's second factor asks of us: whose keys they are, and how secrets are stored."""

import base64
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gewu.kernel.secrets import Home, seal, unseal

TABLE, COLUMN = "mfa_authenticator", "data"
NOBODY = UUID(int=0)


def sealed_for(user: UUID, secret: str) -> str:
    """A secret of one person as it is stored: in another person's row it does not open."""
    return base64.b64encode(seal(secret, Home(TABLE, COLUMN, user))).decode()


def opened_for(user: UUID, stored: str) -> str:
    """The secret, or CannotOpen."""
    return unseal(base64.b64decode(stored), Home(TABLE, COLUMN, user))


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Our own commands seal for a person (`sealed_for`); what allauth stores itself is sealed for nobody."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This was not accepted. Please try once more.")
    }

    def encrypt(self, text: str) -> str:
        return sealed_for(NOBODY, text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened_for(NOBODY, encrypted_text)

    def get_totp_issuer(self) -> str:
        return issuer()

    def _get_site_name(self) -> str:
        return issuer()


def issuer() -> str:
    """Under which name code generators and browsers list an account."""
    return _("Gewu")
