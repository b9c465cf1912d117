"""Organisations: a tree that is corrected and closed without dropping anything."""

from dataclasses import replace
from uuid import UUID

import pytest

from gewu.kernel.access import Actor
from gewu.kernel.errors import Conflict, Invalid, RuleBroken
from gewu.people import commands, queries
from gewu.people.commands import (
    NewOrganisation,
    OrganisationChanges,
)
from gewu.people.models import Organisation
from gewu.people.queries import today
from gewu.people.testing import a_user, an_organisation
from gewu.people.tests.helping import kinds
from gewu.places.testing import TinyTown

# Organisations


def _office(town: TinyTown, key: str, **more: object) -> NewOrganisation:
    values = {"name_zh": "园林所", "name_en": "Parks", "kind": "office", "area": town.street, **more}
    return NewOrganisation(key=key, **values)  # type: ignore[arg-type]  # a test names the fields it wants


def test_organisations_stand_in_a_tree_without_rings(town: TinyTown, admin: Actor) -> None:
    whole = commands.create_organisation(new=_office(town, "parks"), actor=admin, receipt="o")
    assert commands.create_organisation(new=_office(town, "parks"), actor=admin, receipt="o").id == whole.id
    part = commands.create_organisation(new=_office(town, "trees", parent=whole.id), actor=admin)
    tree = queries.tree(admin, chosen=queries.EVERYTHING)
    assert [(branch.row.key, branch.depth) for branch in tree] == [("parks", 0), ("trees", 1)]
    changes = OrganisationChanges(
        name_zh="园林所", name_en="Parks", kind="office", area=town.street, inbox_open=True, parent=part.id
    )
    for parent in (part.id, whole.id, an_organisation(town.county, "county-office").id):
        wrong = replace(changes, parent=parent)
        with pytest.raises(Invalid) as refusal:
            commands.edit_organisation(organisation_id=whole.id, changes=wrong, actor=admin)
        assert set(refusal.value.fields) == {"parent"}


def test_an_organisation_is_corrected_from_the_newest_copy_alone(town: TinyTown, admin: Actor) -> None:
    made = commands.create_organisation(new=_office(town, "parks"), actor=admin)
    changes = OrganisationChanges(
        name_zh="绿化所", name_en="Greens", kind="department", area=town.north, inbox_open=False
    )
    edited = commands.edit_organisation(organisation_id=made.id, changes=changes, actor=admin, seen_version=1)
    assert (edited.name_zh, edited.kind, edited.inbox_open, edited.version) == (
        "绿化所", "department", False, 2,
    )  # fmt: skip
    with pytest.raises(Conflict):
        commands.edit_organisation(organisation_id=made.id, changes=changes, actor=admin, seen_version=1)
    elsewhere = replace(changes, area=town.county)
    with pytest.raises(Invalid):
        commands.edit_organisation(organisation_id=made.id, changes=elsewhere, actor=admin)


def test_an_organisation_with_people_parts_or_work_is_not_closed(town: TinyTown, admin: Actor) -> None:
    whole = commands.create_organisation(new=_office(town, "parks"), actor=admin)
    part = commands.create_organisation(new=_office(town, "trees", parent=whole.id), actor=admin)
    handler = a_user("handler", town.street, organisation=part.id)
    for office in (whole, part):
        with pytest.raises(RuleBroken):
            commands.close_organisation(organisation_id=office.id, actor=admin)
    commands.end_post(post_id=handler.posts.get().id, last_day=today(), actor=admin)
    commands.close_organisation(organisation_id=part.id, actor=admin)
    commands.close_organisation(organisation_id=whole.id, actor=admin)
    for change in (commands.close_organisation, _edit_closed):
        with pytest.raises(RuleBroken):
            change(organisation_id=whole.id, actor=admin)
    commands.reopen_organisation(organisation_id=whole.id, actor=admin)
    with pytest.raises(RuleBroken):
        commands.reopen_organisation(organisation_id=whole.id, actor=admin)
    file = kinds(whole.id, town.township)
    assert file == ["organisation.created", "organisation.closed", "organisation.reopened"]


def _edit_closed(*, organisation_id: UUID, actor: Actor) -> object:
    row = Organisation.objects.get(id=organisation_id)
    changes = OrganisationChanges(name_zh="甲", name_en="A", kind="office", area=row.area_id, inbox_open=True)
    return commands.edit_organisation(organisation_id=organisation_id, changes=changes, actor=actor)


@pytest.mark.parametrize("key", ["", "X", "1st", "with space", "a" * 41, "ä"])
def test_a_key_is_one_that_definitions_can_name(town: TinyTown, admin: Actor, key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.create_organisation(new=_office(town, key), actor=admin)
    assert set(refusal.value.fields) == {"key"}
