"""One page of a draft each: which questions it asks, and what its answers make of the draft.

A part is named `kind:key`, such as `stage:handling` or `category:010305`; an editor gets the newest sections.
"""

from collections.abc import Callable, Mapping

from gewu.kernel.errors import NotFound
from gewu.studio.editors import categories, forms, pieces, questions
from gewu.studio.editors.sheets import NOT_HERE, Draftsman, Editor, Group

__all__ = ["Draftsman", "Editor", "Group", "editor_for"]

_EDITORS: Mapping[str, Callable[[Draftsman, str], Editor]] = {
    "stage": pieces.stage,
    "move": pieces.move,
    "frame": pieces.frame,
    "words": pieces.words,
    "question": questions.question,
    "form": forms.form,
    "category": categories.category,
}


def editor_for(draftsman: Draftsman, part: str) -> Editor:
    """The page for a part, or NotFound where the draft has no such part."""
    kind, _colon, key = part.partition(":")
    if kind not in _EDITORS:
        raise NotFound(str(NOT_HERE))
    return _EDITORS[kind](draftsman, key)
