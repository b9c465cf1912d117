"""Tables of the kernel, and the base of every operational table."""

from gewu.kernel.models.operational import HomeOfId, Operational, OperationalQuerySet

__all__ = ["HomeOfId", "Operational", "OperationalQuerySet"]
