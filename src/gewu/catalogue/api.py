"""The catalogue over HTTP: kinds of case and what they ask, so that a client needs no knowledge of its own.

Nothing in it is secret. Without an account one sees the categories that residents may choose.
"""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from gewu.catalogue import queries
from gewu.catalogue.category import Category, FilingWords
from gewu.catalogue.definition import CaseType
from gewu.catalogue.rules import digest_of
from gewu.catalogue.words import Words
from gewu.deadlines.rules import Unit
from gewu.kernel.access import ActorRequest
from gewu.people.api import bearer_session_or_anyone

router = Router(tags=["catalogue"], auth=bearer_session_or_anyone)
RESIDENT = frozenset({"resident"})


class DefinitionOut(Schema):
    """A case type in force: what a case born now may do, and how to say it."""

    id: UUID = Field(description="What a new case pins.")
    digest: str = Field(description="SHA-256 of the archived text.")
    definition: CaseType
    words: Words = Field(description="Titles, buttons, labels and help in the language of the request.")


class FilingStandardOut(Schema):
    key: str
    title: str
    amount: int = Field(description="How long handling may take, counted in `unit`.")
    unit: Unit
    urgent: bool = Field(description="It cannot wait for the morning.")


class ClosingStandardOut(Schema):
    key: str
    title: str


class CategoryOut(Schema):
    """Something that may be wrong, and when it is taken on and done."""

    code: str = Field(description="Six digits: class, major and minor.")
    kind: Literal["component", "event", "community"]
    major: str
    name: str = Field(description="In the language of the request.")
    case_type: str
    icon: str
    public: bool = Field(description="Residents may choose it.")
    access: str
    duty: str = Field(description="Who usually puts it right.")
    duty_name: str
    filing: list[FilingStandardOut]
    closing: list[ClosingStandardOut]


class AtPlace(Schema):
    place: UUID | None = Field(None, description="An area: what holds there. Left out, what is shipped.")


class CategoryFilter(AtPlace):
    q: str = Field("", max_length=200, description="Everyday words, pinyin or its initials; best first.")
    case_type: str = Field("", max_length=40)


@router.get("/definitions/{key}", response=DefinitionOut, by_alias=True, summary="A case type with its words")
def one_definition(request: HttpRequest, response: HttpResponse, key: str, at: Query[AtPlace]) -> object:
    """Give the `ETag` back as `If-None-Match`: unchanged, the answer is 304 and empty."""
    published = queries.case_type(key, at.place)
    words = queries.words(published.definition, get_language() or "")
    etag = f'"{digest_of(published.digest, words.model_dump_json())[:32]}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return DefinitionOut(
        id=published.id, digest=published.digest, definition=published.definition, words=words
    )


@router.get("/categories", response=list[CategoryOut], summary="Categories, all or by what somebody types")
def list_categories(request: ActorRequest, wanted: Query[CategoryFilter]) -> list[CategoryOut]:
    language = get_language() or ""
    public_only = request.actor.roles <= RESIDENT
    found = (
        queries.search_categories(wanted.q, language, public_only=public_only)
        if wanted.q.strip()
        else queries.categories(public_only=public_only)
    )
    held = queries.held_at(wanted.place)
    return [
        _category(held.get(category.code, category), language)
        for category in found
        if wanted.case_type in ("", category.case_type)
    ]


def _category(category: Category, language: str) -> CategoryOut:
    return CategoryOut(
        code=category.code,
        kind=category.kind,
        major=category.major,
        name=category.name(language),
        case_type=category.case_type,
        icon=category.icon,
        public=category.public,
        access=category.access,
        duty=category.duty,
        duty_name=queries.duty_name(category.duty, language),
        filing=[_filing(standard, language) for standard in category.filing],
        closing=[ClosingStandardOut(key=one.key, title=one.name(language)) for one in category.closing],
    )


def _filing(standard: FilingWords, language: str) -> FilingStandardOut:
    return FilingStandardOut(
        key=standard.key,
        title=standard.name(language),
        amount=standard.amount,
        unit=standard.unit,
        urgent=standard.urgent,
    )
