"""Every shared read of notices, by what it reads."""

from gewu.notices.queries import gateways, inbox, preferences, templates

__all__ = ["gateways", "inbox", "preferences", "templates"]
