"""Words of a person about a row with a journal, for the slices that keep any."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db import models

from gewu.kernel.models.operational import OperationalQuerySet, Salted

Words_co = TypeVar("Words_co", bound="WordsAbout", covariant=True)


class AboutQuerySet(OperationalQuerySet[Words_co]):
    def about(self, township: int, subject: UUID) -> Sequence[Words_co]:
        """What was written about a row, in its order."""
        return list(self.filter(township=township, subject_id=subject).order_by("entry", "id"))


class WordsAbout(Salted):
    """What somebody wrote about a row; the entry of that moment carries its salted digest (`journal.say`)."""

    subject_id = models.UUIDField()
    # What they are to the row, such as `why` or `answered`.
    kind = models.CharField(max_length=20)
    text = models.TextField()

    class Meta(Salted.Meta):
        abstract = True
