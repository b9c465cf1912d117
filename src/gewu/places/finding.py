"""Areas by what people type: a piece of the name, the pinyin, its initials or the number."""

from uuid import UUID

from django.db.models import QuerySet

from gewu.kernel.access import Tier
from gewu.places.models import Area


def search(
    text: str = "", *, tier: Tier | None = None, parent: UUID | None = None, retired: bool = False
) -> QuerySet[Area]:
    """Areas by a piece of their name, pinyin, initials or code; to be paged by ("code", "id").

    Those in use, and with `retired` those that are no more, too (`successors` says what they are now).
    """
    found = Area.objects.all() if retired else Area.objects.filter(retired_at=None)
    for word in text.lower().split():
        found = found.filter(search_text__contains=word)
    if tier is not None:
        found = found.filter(tier=tier)
    if parent is not None:
        found = found.filter(parent_id=parent)
    return found


def search_retired(text: str, *, township: int, most: int = 20) -> list[Area]:
    """Areas that are no more, by a piece of their name, pinyin or number.

    `successors` says what they are now.
    """
    found = search(text, retired=True).filter(township=township, retired_at__isnull=False)
    return list(found.order_by("code")[:most])
