"""From codes to words: what a message says in a language, by the version that it was made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from gewu.cases.queries.names import place_name
from gewu.catalogue import queries as catalogue
from gewu.kernel.errors import NotFound
from gewu.notices import rules
from gewu.notices.definition import Template
from gewu.notices.models import Message
from gewu.notices.queries.templates import Ref, texts
from gewu.people import queries as people
from gewu.people.queries import organisations

AS_THEY_ARE = ("number", "count", "numbers", "first_day", "last_day", "demands")


@dataclass(frozen=True, slots=True)
class Said:
    """A message in words. `about` is the kind of thing it tells of."""

    message: Message
    about: str
    title: str
    text: str
    short: str


def said(messages: Iterable[Message], language: str, links: Mapping[UUID, str] | None = None) -> list[Said]:
    """Messages in a language; two statements for all of them at most."""
    told = list(messages)
    found = texts(ref_of(one) for one in told)
    offices = organisations(UUID(str(one.values["office"])) for one in told if one.values.get("office"))
    names = {key: office.in_language(language) for key, office in offices.items()}
    links = links or {}
    with override(language):
        return [
            _said(
                one,
                found[ref],
                spoken(one.values, language, offices=names, link=links.get(one.id, "")),
                language,
            )
            for one in told
            if (ref := ref_of(one)) in found
        ]


@dataclass(frozen=True, slots=True)
class Sample:
    """A template in words, for a preview."""

    title: str
    text: str
    short: str


def sample(template: Template, values: Mapping[str, object], language: str) -> Sample:
    """What a template would say of these values."""
    office = values.get("office")
    names = organisations([UUID(str(office))]) if office else {}
    offices = {key: one.in_language(language) for key, one in names.items()}
    with override(language):
        words = spoken(values, language, offices=offices, link="https://…")
    text = template.in_language(language)
    return Sample(*(rules.filled(text.part(part), words) for part in rules.PARTS))


def ref_of(message: Message) -> Ref:
    return Ref(message.template_home, message.template, message.template_version)


def spoken(
    values: Mapping[str, object], language: str, *, offices: Mapping[UUID, str], link: str
) -> dict[str, str]:
    """Every placeholder in words. The language must be the active one: moments and days use it."""
    read = {name: str(value) for name, value in values.items() if value not in (None, "")}
    words = {name: value for name, value in read.items() if name in AS_THEY_ARE}
    if "category" in read:
        words["category"] = _category(read["category"], read.get("definition"), language)
    if "stage" in read and "type" in read:
        words["stage"] = _stage(read["type"], read.get("definition"), read["stage"], language)
    if "place" in read:
        words["place"] = _place(UUID(read["place"]), language)
    if "office" in read:
        words["office"] = offices.get(UUID(read["office"]), "")
    if "role" in read:
        words["role"] = people.role_name(read["role"], language)
    for moment in ("due", "review_on"):
        if moment in read:
            words[moment] = _moment(read[moment])
    return words | {"link": link}


def _said(message: Message, template: Template, words: Mapping[str, str], language: str) -> Said:
    text = template.in_language(language)
    return Said(
        message=message,
        about=template.about,
        title=rules.filled(text.title, words),
        text=rules.filled(text.text, words),
        short=rules.filled(text.short, words),
    )


def _category(code: str, definition: str | None, language: str) -> str:
    """As the definition has it that the case was born under; older messages name none."""
    found = catalogue.category_or_none(code, UUID(definition) if definition else None)
    return found.name(language) if found else code


def _stage(case_type: str, definition: str | None, stage: str, language: str) -> str:
    stages = catalogue.words(UUID(definition) if definition else case_type, language).stages
    return stages[stage].title if stage in stages else stage


def _place(area: UUID, language: str) -> str:
    try:
        return place_name(area, language)
    except NotFound:
        return ""


def _moment(written: str) -> str:
    """`11月22日 15:40`, `22 Nov 15:40`; a day alone without the time."""
    moment = datetime.fromisoformat(written)
    if "T" not in written:
        return date_format(moment, pgettext("date format of a notice", "j M"))
    return date_format(timezone.localtime(moment), pgettext("date format", "j M H:i"))


def link_to(path: str) -> str:
    """An address that works outside of a page; nothing where the installation does not know its own."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""
