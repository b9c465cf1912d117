"""What anybody may read of a case who has its number."""

from gewu.cases.models import Case
from gewu.kernel import numbers
from gewu.kernel.errors import Invalid
from gewu.places import queries as places


def case_of_number(number: str) -> Case | None:
    """The case behind a number as somebody typed it. The letters of the number say where it is at home."""
    try:
        clean = numbers.clean(number)
    except Invalid:
        return None
    letters = numbers.letters_of(clean)
    homes = [locality.township for locality in places.localities() if locality.letters == letters]
    return Case.objects.filter(township__in=homes, number=clean).first()
