"""Why an edit cannot be made, and what is wrong with a draft, in words."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from gewu.kernel.errors import RuleBroken
from gewu.people import queries as people
from gewu.redraw.checks import Finding
from gewu.redraw.ground import CannotDraw
from gewu.redraw.previews import Preview

WHY: Mapping[str, Promise | str] = {
    "unknown": _("This grid is not in the draft any more. Look at the map again."),
    "too-few": _("Choose at least two neighbouring grids."),
    "apart": _("These grids do not lie next to each other: the new one would be in pieces."),
    "left-apart": _("What is left of a grid would lie in pieces. Draw it so that each stays whole."),
    "apart-houses": _("These houses do not lie together: choose houses that stand side by side."),
    "all-or-none": _("Choose some houses of the grid, but not all of them."),
    "no-neighbours": _("These two grids share no border."),
    "not-across": _("The line does not go all the way across. Begin and end it on the border or outside."),
    "crossing": _("The line or the shape crosses itself."),
    "sliver": _("A piece would be smaller than a house with its yard."),
    "outside": _("The shape lies outside the grids of this place."),
    "other-community": _("Grids are redrawn inside their community; its own border is not changed here."),
    "no-groups": _("This place has nothing between its grids and the communities."),
    "community-border": _("The border of a community would change at %(at)s. That is not decided here."),
    "crossing-shape": _("Shape %(number)s crosses itself at %(at)s."),
    "empty-shape": _("Shape %(number)s covers no ground that the others have not."),
    "gap": _("The shapes leave a gap of %(metres)s m² at %(at)s."),
    "overlap": _("Shapes %(one)s and %(other)s overlap by %(metres)s m² at %(at)s."),
    "over-the-border": _("The shapes reach over the border by %(metres)s m² at %(at)s."),
}


def refusal(error: CannotDraw) -> RuleBroken:
    """The same for whoever asked."""
    return RuleBroken(str(WHY[error.code]) % error.facts, why=error.code, **error.facts)


FOUND: Mapping[str, Promise | str] = {
    "nothing": _("Nothing has been drawn yet."),
    "numbers": _("There are no numbers left for new grids here. Put some of them under another group."),
    "overlap": _("%(name)s: grids overlap at %(at)s."),
    "uncovered": _("%(name)s: %(metres)s m² would belong to no grid, at %(at)s."),
    "range": _("%(name)s: %(households)s households, the range is %(low)s to %(high)s."),
    "empty": _("%(name)s: no house stands there."),
    "unstaffed": _("%(name)s: nobody on duty yet (%(roles)s)."),
    "posts-end": _("%(name)s is retired: somebody has to decide about %(posts)s posts."),
}


def together(what: str, n: int) -> str:
    """Many findings of one kind in a line; empty where each has to be read."""
    said = {
        "range": ngettext("%(n)s grid outside the range", "%(n)s grids outside the range", n),
        "empty": ngettext("%(n)s grid without a house", "%(n)s grids without a house", n),
        "unstaffed": ngettext("%(n)s grid with nobody on duty yet", "%(n)s grids with nobody on duty yet", n),
        "posts-end": ngettext(
            "%(n)s retired grid with posts to decide about",
            "%(n)s retired grids with posts to decide about",
            n,
        ),
    }
    return said[what] % {"n": n} if what in said else ""


KINDS: Mapping[str, Promise | str] = {
    "split": _("Split by a line"),
    "merge": _("Merged"),
    "shift": _("Border shifted"),
    "draw": _("New grid drawn"),
    "take": _("Houses given to another grid"),
    "regroup": _("Put under another group"),
    "name": _("Named"),
    "adopt": _("Whole shapes taken over"),
    "carry": _("Whole grids taken over, with what they are divided into"),
}

BECAME: Mapping[str, Promise | str] = {
    "split": _("split"),
    "merge": _("merged into"),
    "carve": _("gave ground to the new"),
    "shift": _("gave ground to"),
    "adopt": _("became"),
}


def parted(raw: Collection[Sequence[Any]], preview: Preview) -> list[tuple[str, str]]:
    """The areas that a step cut: what each is called, and where its households come."""
    return [
        (preview.name_of(key), now(", ").join(_share(key, many, preview) for key, many in parts))
        for key, *parts in raw
    ]


def _share(key: str, households: int, preview: Preview) -> str:
    facts = {"name": preview.short_of(key), "n": f"{households:,}"}
    return ngettext("%(name)s: %(n)s household", "%(name)s: %(n)s households", households) % facts


def finding(one: Finding, preview: Preview) -> str:
    """What is wrong, in the language of whoever asks."""
    language = get_language() or ""
    roles = [people.role_name(role, language, preview.row.township) for role in one.facts.get("roles", ())]
    facts = dict(one.facts) | {"name": preview.name_of(one.key), "roles": now(", ").join(roles)}
    return str(FOUND[one.what]) % facts
