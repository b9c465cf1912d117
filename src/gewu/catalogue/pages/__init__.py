"""The catalogue for people to read: categories with their standards, and case types drawn as tables."""

from gewu.catalogue.pages.case_types import one_case_type
from gewu.catalogue.pages.categories import as_file, catalogue, on_paper, one_category
from gewu.catalogue.pages.duties import duties

__all__ = ["as_file", "catalogue", "duties", "on_paper", "one_case_type", "one_category"]
