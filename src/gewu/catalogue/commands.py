"""Publishing: archive what is shipped, once and for ever; and the check that goes before."""

import json
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gewu.catalogue import reading, rules
from gewu.catalogue.admission import problems_of_lists
from gewu.catalogue.definition import CaseType
from gewu.catalogue.local import LocalCaseType
from gewu.catalogue.matters import problems_of_matters, sets
from gewu.catalogue.models import Definition, KeptWords
from gewu.catalogue.queries import kept_id, words_now
from gewu.catalogue.rules import Edition
from gewu.catalogue.sense import Known, Problem, problems_of, problems_of_categories
from gewu.catalogue.words import LANGUAGES, problems_of_words, questions_of
from gewu.kernel.clock import now
from gewu.kernel.errors import RuleBroken
from gewu.people.roles import roles
from gewu.sharing import queries as sharing
from gewu.sharing import reading as sharing_files

# Two deploys at once take turns; the number only has to be nobody else's.
PUBLISHING = 0x67_65_77_75_01


def check_definitions(
    *, guards: Collection[str] = (), found: reading.Shipped | None = None
) -> tuple[Problem, ...]:
    """Every problem of the shipped definitions. `guards`: the names that `cases.guards` knows."""
    found = found or reading.shipped()
    known = Known(roles=roles().keys(), guards=guards)
    of_types = (problem for case_type in found.case_types for problem in problems_of(case_type, known))
    of_words = (
        problem
        for key, said in found.words.items()
        for case_type in [found.newest(key)]
        if case_type and said.keys() == set(LANGUAGES)
        for problem in problems_of_words(case_type, said)
    )
    keys = {case_type.key for case_type in found.case_types}
    of_categories = problems_of_categories(found.majors, duties=found.duties, case_types=keys)
    of_matters = (Problem("matters", wrong) for wrong in problems_of_matters(sets(), found.categories))
    of_lists = problems_of_lists(found.categories)
    of_sharing = _problems_of_sharing(found)
    return (*found.problems, *of_types, *of_words, *of_categories, *of_matters, *of_lists, *of_sharing)


def _problems_of_sharing(found: reading.Shipped) -> Iterator[Problem]:
    """What is wrong with the sharing catalogue, and every question for something that it supplies."""
    yield from (Problem("sharing", wrong) for wrong in sharing_files.problems())
    day = timezone.localdate(now())
    for key, said in found.words.items():
        case_type = found.newest(key)
        for one in sharing.asked_again(questions_of(case_type, said), day) if case_type else ():
            yield Problem(
                f"{key} answer {one.question}",
                f"asks for {one.item.en}, which {one.item.supplier.en} supplies: {one.item.instead.en}",
            )


def keep_words(of: str | UUID, category: str) -> UUID:
    """Keep what a case of this type and category is told in today; the same words are kept once."""
    said = {language: words_now(of, category, language).model_dump() for language in LANGUAGES}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    digest = rules.digest_of(text)
    known = kept_id(digest)
    if known is not None:
        return known
    row, _new = KeptWords.objects.get_or_create(digest=digest, defaults={"words": text, "kept_at": now()})
    return row.id


@transaction.atomic
def publish_definitions(
    *, guards: Collection[str] = (), found: reading.Shipped | None = None
) -> tuple[Definition, ...]:
    """Archive the newest version of every shipped case type and close the one before. May be repeated."""
    found = found or reading.shipped()
    if problems := check_definitions(guards=guards, found=found):
        raise RuleBroken(
            _("The definitions cannot be published: something in them is wrong."),
            problems=[str(problem) for problem in problems],
        )
    _take_turns()
    _refuse_edited(found)
    return tuple(_publish(_edition(case_type, found)) for case_type in _newest(found))


@transaction.atomic
def publish_for_place(definition: LocalCaseType, *, place: UUID) -> tuple[UUID, UUID | None]:
    """Let this hold for a place and everything below it, and close what the place had published before.

    The version is counted anew for each place, whatever `definition` says. Gives the ids of the new
    definition and of the one that was closed. Whether it makes sense, and who may, was decided before
    (gewu.studio).
    """
    _take_turns()
    before = Definition.objects.filter(
        key=definition.key, origin=Definition.Origin.PLACE, place_id=place
    ).order_by("-version")
    newest = before.first()
    moment, open_one = now(), before.filter(closed_at=None).first()
    before.filter(closed_at=None).update(closed_at=moment)
    version = newest.version + 1 if newest else 1
    edition = rules.edition(definition.model_copy(update={"version": version}), base={})
    row = Definition.objects.create(
        key=edition.key,
        version=version,
        origin=Definition.Origin.PLACE,
        place_id=place,
        resolved=edition.resolved,
        digest=edition.digest,
        base_digest=edition.digest,
        published_at=moment,
    )
    return row.id, open_one.id if open_one else None


def _newest(found: reading.Shipped) -> list[CaseType]:
    keys = sorted({case_type.key for case_type in found.case_types})
    return [case_type for key in keys if (case_type := found.newest(key))]


def _edition(case_type: CaseType, found: reading.Shipped) -> Edition:
    resolved = rules.resolve(case_type, found.categories)
    return rules.edition(resolved, base=found.files_of(case_type))


def _publish(edition: Edition) -> Definition:
    in_force = Definition.objects.in_force(edition.key)
    if same := in_force.filter(digest=edition.digest).first():
        return same
    moment = now()
    in_force.update(closed_at=moment)
    return Definition.objects.create(
        key=edition.key,
        version=edition.version,
        origin=Definition.Origin.SHIPPED,
        resolved=edition.resolved,
        digest=edition.digest,
        base_digest=edition.base_digest,
        published_at=moment,
    )


def _refuse_edited(found: reading.Shipped) -> None:
    archived = set(
        Definition.objects.filter(origin=Definition.Origin.SHIPPED).values_list(
            "key", "version", "base_digest"
        )
    )
    for case_type in found.case_types:
        others = {digest for key, version, digest in archived if (key, version) == _name(case_type)}
        if others - {rules.base_digest(found.files_of(case_type))}:
            raise RuleBroken(
                _("Version %(version)s of %(key)s was published and has changed: make it a new version.")
                % {"version": case_type.version, "key": case_type.key},
                key=case_type.key,
                version=case_type.version,
            )


def _name(case_type: CaseType) -> tuple[str, int]:
    return case_type.key, case_type.version


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
