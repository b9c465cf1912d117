"""Which version of a template holds where, and what versions say."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from gewu.kernel.access import Actor
from gewu.notices.definition import SHIPPED, Template, Words, newest, shipped
from gewu.notices.models import TemplateVersion
from gewu.notices.rules import homes_above


@dataclass(frozen=True, slots=True)
class Ref:
    """A version of a template: shipped (home 0), or a place's own."""

    home: int
    key: str
    version: int


def in_force(keys: Collection[str], township: int) -> Mapping[str, Ref]:
    """The version in force for each template: the nearest place's newest, else what is shipped."""
    found = {key: Ref(SHIPPED, key, newest()[key].version) for key in keys}
    homes = homes_above(township)
    own = TemplateVersion.objects.filter(township__in=homes, key__in=list(keys), published_at__isnull=False)
    rows = own.values_list("township", "key", "version")
    # The farthest first, older versions first: what is nearest and newest has the last word.
    for home, key, version in sorted(rows, key=lambda row: (-homes.index(row[0]), row[2])):
        found[key] = Ref(home, key, version)
    return found


def texts(wanted: Iterable[Ref]) -> Mapping[Ref, Template]:
    """What these versions say; one statement for those of places."""
    refs = set(wanted)
    known = {
        ref: one for ref in refs if ref.home == SHIPPED and (one := shipped().get((ref.key, ref.version)))
    }
    own = {ref for ref in refs if ref.home != SHIPPED}
    if own:
        rows = TemplateVersion.objects.filter(
            township__in={ref.home for ref in own}, key__in={ref.key for ref in own}
        )
        known |= {ref: template_of(row) for row in rows if (ref := _ref(row)) in own}
    return known


def template_of(row: TemplateVersion) -> Template:
    """A place's version as a template."""
    return Template(
        key=row.key,
        version=row.version,
        about=newest()[row.key].about,
        zh=Words.model_validate(row.zh),
        en=Words.model_validate(row.en),
    )


def versions(actor: Actor, township: int, key: str) -> list[TemplateVersion]:
    """A place's own versions of a template, newest first, the draft on top."""
    rows = TemplateVersion.objects.visible_to(actor).filter(township=township, key=key)
    return list(rows.order_by("-version"))


def own_keys(actor: Actor, township: int) -> dict[str, TemplateVersion]:
    """The newest own version of each template that a place has changed or drafted."""
    rows = TemplateVersion.objects.visible_to(actor).filter(township=township).order_by("version")
    return {row.key: row for row in rows}


def version(identifier: UUID, actor: Actor) -> TemplateVersion:
    """One version, or NotFound."""
    return TemplateVersion.objects.visible_to(actor).one(identifier)


def _ref(row: TemplateVersion) -> Ref:
    return Ref(row.township, row.key, row.version)
