"""Publishing archives what is shipped, once, whoever else publishes at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from gewu.catalogue import commands, queries, reading
from gewu.catalogue.category import Major
from gewu.catalogue.commands import publish_definitions
from gewu.catalogue.definition import FilingStandard
from gewu.catalogue.models import Definition
from gewu.deadlines.rules import Limit, Unit
from gewu.kernel.errors import Invalid, NotFound, RuleBroken

LAMP = "010137"


def edited_files() -> reading.Shipped:
    found = reading.shipped()
    return replace(found, files={path: content + b" " for path, content in found.files.items()})


def with_lamp_hours(hours: int) -> reading.Shipped:
    found = reading.shipped()
    return replace(found, majors=tuple(_lamp_hours(major, hours) for major in found.majors))


def _lamp_hours(major: Major, hours: int) -> Major:
    categories = tuple(
        category.model_copy(
            update={
                "filing": tuple(
                    f.model_copy(update={"amount": hours, "unit": Unit.WORK_HOUR}) for f in category.filing
                )
            }
        )
        if category.code == LAMP
        else category
        for category in major.categories
    )
    return major.model_copy(update={"categories": categories})


@pytest.mark.django_db
def test_what_is_shipped_is_archived_once() -> None:
    first = publish_definitions()
    again = publish_definitions()
    assert [row.id for row in again] == [row.id for row in first]
    assert Definition.objects.count() == len(first)


@pytest.mark.django_db
def test_the_archived_definition_reads_back_as_it_was() -> None:
    publish_definitions()
    event = queries.case_type("event").definition
    assert list(event.stages)[:3] == ["reported", "verifying", "filed"]
    assert event.terms[LAMP].filing_standard("dark") == FilingStandard(
        key="dark", amount=2, unit=Unit.WORK_DAY
    )
    dispatch = event.move("filed", "dispatch")
    assert dispatch is not None
    assert dispatch.by == {"dispatcher"}


@pytest.mark.django_db
def test_a_published_version_that_changed_is_refused() -> None:
    publish_definitions()
    with pytest.raises(RuleBroken) as refusal:
        publish_definitions(found=edited_files())
    assert refusal.value.facts["key"] in queries.case_type_keys()


@pytest.mark.django_db
def test_a_new_limit_of_a_category_leaves_old_cases_what_they_pinned() -> None:
    publish_definitions()
    before = queries.case_type("event")
    publish_definitions(found=with_lamp_hours(1))
    after = queries.case_type("event")
    assert after.id != before.id
    wanted = {"category": LAMP, "standard": "dark"}
    assert after.definition.stage_limit("handling", **wanted) == Limit(1, Unit.WORK_HOUR)
    assert queries.definition(before.id).stage_limit("handling", **wanted) == Limit(2, Unit.WORK_DAY)
    assert Definition.objects.get(id=before.id).closed_at is not None


@pytest.mark.django_db
def test_limits_that_come_back_make_a_new_row_and_keep_the_digest() -> None:
    publish_definitions()
    first = queries.case_type("event")
    publish_definitions(found=with_lamp_hours(1))
    publish_definitions()
    assert queries.case_type("event").digest == first.digest
    assert Definition.objects.filter(key="event").count() == 3


@pytest.mark.django_db
def test_definitions_with_a_problem_are_not_published() -> None:
    with pytest.raises(RuleBroken) as refusal:
        publish_definitions(guards={"theirs"})
    assert any("unknown guard" in problem for problem in refusal.value.facts["problems"])  # type: ignore[attr-defined]
    assert not Definition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_eight_that_publish_at_once_archive_one() -> None:
    def publish(_: int) -> object:
        try:
            return publish_definitions()[0].id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(publish, range(8)))
    assert len(ids) == 1
    assert Definition.objects.count() == len(queries.case_type_keys())


@pytest.mark.django_db
def test_the_case_type_in_force_costs_one_statement_once_read(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    publish_definitions()
    queries.case_type("event")
    with django_assert_num_queries(1):
        queries.case_type("event")


@pytest.mark.django_db
def test_an_unknown_case_type_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.case_type("parade")


def test_an_unknown_category_is_refused_by_field() -> None:
    with pytest.raises(Invalid) as refusal:
        queries.category("999999")
    assert refusal.value.fields.keys() == {"category"}


def test_what_is_shipped_has_no_problem() -> None:
    assert commands.check_definitions() == ()
