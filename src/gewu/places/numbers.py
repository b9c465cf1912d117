"""Writes the numbers of areas in the other schemes of a place: generated once, kept for ever."""

from gewu.places import shelf
from gewu.places.locality import Locality, Plan
from gewu.places.models import Area, AreaCode
from gewu.places.numbering import codes_of
from gewu.places.values import area_id


def write_codes(locality: Locality, plan: Plan | None) -> None:
    """Number what has no number yet; what was given, also to areas retired since, is never given again."""
    if plan is None or not locality.codes:
        return
    uses = {use.scheme: use.use for use in locality.codes}
    taken: dict[str, dict[str, str]] = {}
    known = AreaCode.objects.filter(area__township=locality.township)
    for area, scheme, code in known.values_list("area__code", "scheme", "code"):
        taken.setdefault(scheme, {})[area] = code
    areas = {entry.code for entry in (*locality.areas, *plan.areas)}
    rows = [
        AreaCode(area_id=area_id(area), scheme=scheme, code=code, use=uses[scheme])
        for scheme, codes in codes_of(locality, plan, shelf.schemes(), taken).items()
        for area, code in codes.items()
        if area in areas
    ]
    AreaCode.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["area", "scheme"], update_fields=["use"]
    )
    _make_findable(rows)


def _make_findable(rows: list[AreaCode]) -> None:
    """The search of places knows all numbers of an area."""
    others: dict[object, list[str]] = {}
    for row in rows:
        others.setdefault(row.area_id, []).append(row.code)
    areas = Area.objects.in_bulk(list(others))
    for area in areas.values():
        area.search_text = " ".join([area.search_text, *others[area.id]])
    Area.objects.bulk_update(areas.values(), ["search_text"], batch_size=500)
