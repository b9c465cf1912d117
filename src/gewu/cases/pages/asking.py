"""What a kind of case asks of those who report it, beside what every report says: for every door alike."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language

from gewu.catalogue import queries as catalogue
from gewu.catalogue.category import Category
from gewu.catalogue.definition import CaseType
from gewu.kernel.canonical import JsonValue
from gewu.ui.forms import Field, answers, fields_from_schema


def definition_at(category: Category, place: UUID | int | None) -> CaseType:
    """The definition a report of the category is born under at a place; none: as it is shipped."""
    return catalogue.case_type(category.case_type, place, category=category.code).definition


def asked_of(
    definition: CaseType, given: Mapping[str, str], wrong: Mapping[str, str] | None = None
) -> list[Field]:
    """Its questions, as far as they were answered."""
    schema: dict[str, Any] = dict(definition.report_schema())
    said = catalogue.words(definition, get_language() or "")
    return fields_from_schema(schema, said.fields, given, wrong or {})


def answered(definition: CaseType, sent: MultiValueDict[str, str]) -> dict[str, JsonValue]:
    """The answers as the schema types them; blank ones were not given."""
    given: dict[str, Any] = answers(definition.report_schema(), sent)
    return given


def counted_as(definition: CaseType) -> tuple[str, int]:
    """The form of a report as it is counted: the kind of case, and the version of its definition."""
    return f"{definition.key}/report", definition.version
