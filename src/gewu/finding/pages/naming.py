"""How a narrowed list is called on pages that are not the list."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from gewu.cases import queries as cases
from gewu.cases.queries.worklists import LISTS
from gewu.finding.queries import SEARCH
from gewu.kernel.errors import Invalid


def said_of(list_key: str, query: str) -> str:
    """The list and its filters in a few words: "Late · Category Litter"."""
    given = QueryDict(query)
    title = _("Search: %(words)s") % {"words": given.get("q", "")} if list_key == SEARCH else _title(list_key)
    try:
        chips = cases.chosen_from(given).chips
    except Invalid:
        chips = ()
    words = [f"{chip.label} {chip.words}".strip() for chip in chips if chip.name != "place"]
    if any(chip.name == "place" for chip in chips):
        words.append(_("one place"))
    return " · ".join([title, *words])


def _title(list_key: str) -> str:
    return str(LISTS[list_key].title) if list_key in LISTS else list_key
