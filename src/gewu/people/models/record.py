"""Where the journal of people is kept, and how often somebody failed to sign in."""

from django.db import models
from django.db.models import Q

from gewu.kernel.models import ChainedRow, OperationalQuerySet


class StaffFileQuerySet(OperationalQuerySet["StaffFile"]):
    pass


class StaffFile(ChainedRow):
    """The journal of one user or organisation (for a load: of a whole area) in the township it belongs to.

    Users, organisations and posts are not rows of a township; what happens to them is written in such a file.
    """

    about = models.UUIDField()

    objects = StaffFileQuerySet.as_manager()

    class Meta(ChainedRow.Meta):
        constraints = [
            *ChainedRow.Meta.constraints,
            models.UniqueConstraint(fields=["township", "about"], name="stafffile_once"),
        ]


class SignInCount(models.Model):
    """Failed attempts of one key since `since`. Keys are keyed hashes: no name and no address is stored."""

    key = models.BinaryField(max_length=32, primary_key=True)
    # The keyed hash of the name alone, where the key counts a name: an administrator lifts them together.
    name = models.BinaryField(max_length=32, default=bytes)
    since = models.DateTimeField()
    failed = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(failed__gte=0), name="signincount_not_negative")]
        indexes = [
            models.Index(fields=["since"], name="signincount_since"),
            models.Index(fields=["name"], name="signincount_name"),
        ]

    def __str__(self) -> str:
        return f"{self.failed} since {self.since:%F %T}"
