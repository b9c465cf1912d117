"""A category: who usually puts it right, when it is taken on and for how long, when it is done."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gewu.catalogue import queries as catalogue
from gewu.deadlines.rules import LONGEST
from gewu.kernel.errors import Invalid, NotFound
from gewu.studio import said
from gewu.studio.document import CATEGORY, Sections, plain_category
from gewu.studio.editors.sheets import NOT_HERE, Draftsman, Editor, Group, Sent, Wrong, unit_choices
from gewu.ui.forms import Field

SPARE = 2
MOST = 30
LINE = re.compile(r"(filing|closing)\.(\d{1,3})\.zh")


def category(draftsman: Draftsman, code: str) -> Editor:
    """One category of the place; as shipped where the place has not changed it yet."""
    shipped = next((one for one in draftsman.shipped if one.code == code), None)
    found = draftsman.sections.get(CATEGORY + code) or (plain_category(shipped) if shipped else None)
    if found is None:
        raise NotFound(str(NOT_HERE))

    def draw(sent: Sent | None, wrong: Wrong) -> tuple[Group, ...]:
        return (
            Group(fields=(_duty(found, sent, wrong),)),
            Group(
                _("Taken on when"),
                rows=_filing_rows(found["filing"], sent, wrong),
                help=_clear(),
                order="filing",
            ),
            Group(
                _("Done when"),
                rows=_closing_rows(found["closing"], sent, wrong),
                help=_clear(),
                order="closing",
            ),
        )

    def apply(sections: Sections, sent: Sent) -> Sections:
        now = sections.get(CATEGORY + code) or found
        after = now | {"duty": sent.get("duty", "") or now["duty"], **_standards(sent)}
        as_shipped = shipped is not None and after == plain_category(shipped)
        kept = {name: value for name, value in sections.items() if name != CATEGORY + code}
        return kept if as_shipped else sections | {CATEGORY + code: after}

    return Editor(draftsman.names.part(f"category:{code}"), draw, apply)


def _clear() -> str:
    return _("Clear the words of a line to take it out.")


def _duty(found: Mapping[str, Any], sent: Sent | None, wrong: Wrong) -> Field:
    language = get_language() or ""
    return Field(
        name="duty",
        label=_("Usually done by"),
        kind="choice",
        value=sent.get("duty", "") if sent is not None else found["duty"],
        choices=tuple((key, duty.name(language)) for key, duty in catalogue.duties().items()),
        required=True,
        error=wrong.get("duty", ""),
    )


def _filing_rows(
    kept: Sequence[Mapping[str, Any]], sent: Sent | None, wrong: Wrong
) -> tuple[tuple[Field, ...], ...]:
    return tuple(
        (
            *_named("filing", number, one, sent, wrong),
            Field(
                name=f"filing.{number}.amount",
                label=said.member("amount"),
                kind="number",
                value=_value(sent, f"filing.{number}.amount", one.get("amount", "")),
                minimum=1,
                maximum=LONGEST,
                whole=True,
                error=wrong.get(f"filing.{number}.amount", ""),
            ),
            Field(
                name=f"filing.{number}.unit",
                label=said.member("unit"),
                kind="choice",
                value=_value(sent, f"filing.{number}.unit", one.get("unit", "")),
                choices=unit_choices(),
                error=wrong.get(f"filing.{number}.unit", ""),
            ),
        )
        for number, one in enumerate([*kept, *[{}] * SPARE][:MOST])
    )


def _closing_rows(
    kept: Sequence[Mapping[str, Any]], sent: Sent | None, wrong: Wrong
) -> tuple[tuple[Field, ...], ...]:
    rows = [*kept, *[{}] * SPARE][:MOST]
    return tuple(_named("closing", number, one, sent, wrong) for number, one in enumerate(rows))


def _named(
    kind: str, number: int, one: Mapping[str, Any], sent: Sent | None, wrong: Wrong
) -> tuple[Field, ...]:
    at = f"{kind}.{number}"
    return (
        Field(name=f"{at}.key", kind="hidden", value=_value(sent, f"{at}.key", one.get("key", ""))),
        *(
            Field(
                name=f"{at}.{language}",
                label=said.member(language),
                value=_value(sent, f"{at}.{language}", one.get(language, "")),
                max_length=200,
                error=wrong.get(f"{at}.{language}", ""),
            )
            for language in ("zh", "en")
        ),
    )


def _value(sent: Sent | None, name: str, kept: Any) -> Any:
    return sent.get(name, "") if sent is not None else kept


def _standards(sent: Sent) -> dict[str, list[dict[str, Any]]]:
    """Both lists as they were sent, or Invalid naming every field that cannot be read."""
    found: dict[str, list[dict[str, Any]]] = {"filing": [], "closing": []}
    wrong: dict[str, str] = {}
    lines = sorted((match[1], int(match[2])) for key in sent if (match := LINE.fullmatch(key)))
    for kind, number in lines:
        at = f"{kind}.{number}"
        words = {language: sent.get(f"{at}.{language}", "").strip() for language in ("zh", "en")}
        if not any(words.values()):
            continue
        key = sent.get(f"{at}.key", "") or _free(found[kind])
        limit = _limit(sent, at, wrong) if kind == "filing" else {}
        wrong |= {
            f"{at}.{language}": _("Words are missing.") for language, said_ in words.items() if not said_
        }
        found[kind].append({"key": key, **limit, **words})
    for kind, members in found.items():
        if not members:
            wrong[f"{kind}.0.zh"] = _("At least one has to stay.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return found


def _free(members: Sequence[Mapping[str, Any]]) -> str:
    taken, number = {one["key"] for one in members}, len(members) + 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def _limit(sent: Sent, at: str, wrong: dict[str, str]) -> dict[str, Any]:
    amount, unit = sent.get(f"{at}.amount", "").strip(), sent.get(f"{at}.unit", "")
    whole = amount.isascii() and amount.isdigit() and 1 <= int(amount[:9]) <= LONGEST
    if not whole:
        wrong[f"{at}.amount"] = _("Write a whole number from 1 to %(most)d.") % {"most": LONGEST}
    if unit not in dict(unit_choices()):
        wrong[f"{at}.unit"] = _("Choose one from the list.")
    return {"amount": int(amount[:9]) if whole else 1, "unit": unit}
