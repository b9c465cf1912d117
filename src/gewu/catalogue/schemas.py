"""JSON Schemas of our TOML files, for editors and for whoever checks a draft without this program."""

import json

from pydantic import BaseModel

from gewu.catalogue.category import Major
from gewu.catalogue.definition import CaseTypeFile
from gewu.catalogue.journeys import Journey
from gewu.catalogue.words import Words

FILES: dict[str, type[BaseModel]] = {
    "case-type.schema.json": CaseTypeFile,
    "categories.schema.json": Major,
    "journey.schema.json": Journey,
    "words.schema.json": Words,
}


def written(shape: type[BaseModel]) -> str:
    """The schema as it lies in `definitions/schema`."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
