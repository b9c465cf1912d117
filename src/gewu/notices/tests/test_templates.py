"""A place's own words: drafted, checked, published; messages keep the version they were made from."""

import pytest
from django.utils.translation import override

from gewu.cases.tests.builders import Cast, a_case
from gewu.kernel.errors import Invalid, NotAllowed, NotFound, RuleBroken
from gewu.kernel.jobs import run_due
from gewu.notices.commands import draft_template, publish_template
from gewu.notices.definition import newest
from gewu.notices.queries.inbox import inbox
from gewu.notices.queries.templates import in_force, versions

pytestmark = pytest.mark.django_db
KEY = "case_offered"


def words(**changed: str) -> dict[str, dict[str, str]]:
    said = {language: newest()[KEY].in_language(language).model_dump() for language in ("zh", "en")}
    said["zh"] |= changed
    return said


def draft(cast: Cast, **changed: str) -> None:
    draft_template(township=cast.town.township, key=KEY, said=words(**changed), actor=cast.admin)


def titles(cast: Cast) -> list[str]:
    run_due()
    return [line.title for line in inbox(cast.handler).items]


def test_a_draft_says_nothing_yet_and_a_published_version_does(cast: Cast) -> None:
    a_case(cast, "dispatched")
    run_due()
    draft(cast, title="来活了：{category}")
    a_case(cast, "dispatched")
    assert all(title.startswith("请签收") for title in titles(cast))
    publish_template(township=cast.town.township, key=KEY, actor=cast.admin)
    a_case(cast, "dispatched")
    newest_, *older = titles(cast)
    assert newest_.startswith("来活了")
    assert all(title.startswith("请签收") for title in older)


def test_old_versions_stay(cast: Cast) -> None:
    for title in ("一：{category}", "二：{category}"):
        draft(cast, title=title)
        draft(cast, title=title + "！")
        publish_template(township=cast.town.township, key=KEY, actor=cast.admin)
    found = versions(cast.admin, cast.town.township, KEY)
    assert [(row.version, row.zh["title"]) for row in found] == [
        (2, "二：{category}！"),
        (1, "一：{category}！"),
    ]
    assert in_force([KEY], cast.town.township)[KEY].version == 2


def test_another_place_keeps_what_is_shipped(cast: Cast) -> None:
    draft(cast, title="来活了：{category}")
    publish_template(township=cast.town.township, key=KEY, actor=cast.admin)
    assert in_force([KEY], 370404998)[KEY].home == 0


def test_every_fault_is_named_at_once(cast: Cast) -> None:
    said = words(title="", text="{phone}", short="x" * 141)
    with pytest.raises(Invalid) as refused, override("en"):
        draft_template(township=cast.town.township, key=KEY, said=said, actor=cast.admin)
    assert set(refused.value.fields) == {"zh_title", "zh_text", "zh_short"}
    assert "{phone}" in refused.value.fields["zh_text"]


@pytest.mark.parametrize("key", ["group", "masked", "nothing"])
def test_what_strangers_get_is_not_for_a_place_to_word(cast: Cast, key: str) -> None:
    with pytest.raises(NotFound):
        draft_template(township=cast.town.township, key=key, said=words(), actor=cast.admin)


def test_only_the_administrator_of_the_place_words_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        draft_template(township=cast.town.township, key=KEY, said=words(), actor=cast.clerk)
    with pytest.raises(NotAllowed):
        draft_template(township=370404998, key=KEY, said=words(), actor=cast.admin)


def test_without_a_draft_there_is_nothing_to_publish(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        publish_template(township=cast.town.township, key=KEY, actor=cast.admin)
