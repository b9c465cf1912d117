"""An archived file stays as it was told: the table of every command that could reach a case, of every app.

The engine's own commands stand in `cases/tests/test_afterwards.py`; whoever is above reaches a case through
them alone. Here stands what each command of those apps does to a case in the archive. A new command without a
line fails, and so does an app that nobody thought of.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import isclass
from pkgutil import iter_modules

import grimp
import pytest

import gewu
from gewu.aftercare import commands as aftercare
from gewu.aftercare.commands import Answer, Try
from gewu.cases.models import Case
from gewu.cases.queries.facts import entries_of
from gewu.cases.tests.builders import Cast, a_case, a_cast
from gewu.finding import commands as finding
from gewu.finding import queries as finding_queries
from gewu.kernel.errors import DomainError
from gewu.open311.commands import Note, send_update
from gewu.routing import commands as routing
from gewu.supervision import commands as supervision
from gewu.supervision.commands import Opening

CONTENT = Answer(contacted=True, solved="yes", rating=5)
Deed = Callable[[Cast, Case], object]


def _batch(cast: Cast, case: Case) -> object:
    """A batch refuses row by row; whoever began it reads why."""
    batch = finding.begin_batch(
        move="archive",
        type_key="event",
        data={},
        chosen=[(case.id, case.number, case.version)],
        list_key="all",
        actor=cast.clerk,
    )
    finding.work_batch(batch)
    return [row.outcome for row in finding_queries.batch(cast.clerk, batch).rows]


# Refused, whoever asks.
REFUSES: dict[str, Deed] = {
    "aftercare.call_back": lambda cast, case: aftercare.call_back(
        case_id=case.id, said=Try(answer=CONTENT), seen_version=case.version, actor=cast.clerk
    ),
    "supervision.open_supervision": lambda cast, case: supervision.open_supervision(
        opening=Opening(case.id, "important", "请重新说明一下情况"), actor=cast.supervisor
    ),
    "open311.send_update": lambda cast, case: send_update(
        case_id=case.id, note=Note(id="1", words="还有一件事", photos=()), actor=cast.clerk
    ),
}
# Goes through, and the case stays as it was.
LEAVES: dict[str, Deed] = {
    "finding.begin_batch": _batch,
    "finding.work_batch": _batch,
    "routing.dispatch_ready": lambda cast, case: routing.dispatch_ready(case.township),
    "supervision.propose": lambda cast, case: supervision.propose(case.township),
    "aftercare.list_past_keeping": lambda cast, case: aftercare.list_past_keeping(case.township),
    "aftercare.remind_of_calls": lambda cast, case: aftercare.remind_of_calls(case.township),
    "aftercare.note_answer": lambda cast, case: aftercare.note_answer(entries_of(case.id)[-1]),
    "aftercare.ask_for_bundle": lambda cast, case: aftercare.ask_for_bundle(
        wanted=[case.id], purpose="复查", base="https://grid.example", actor=cast.clerk
    ),
}
# Never near a case: what they write instead.
APART: dict[str, str] = {
    "aftercare.confirm": "ends the keeping: erases by a supervisor's word (aftercare/tests/test_archive.py)",
    "aftercare.keep_longer": "the line of the list alone",
    "aftercare.make_bundle": "files for whoever asked",
    "clearance.*": "ledgers of a place, counted from the journal",
    "evidence.make_proof": "a proof of what is sealed, with an entry of its own",
    "evidence.ask_for_verification": "reads chains",
    "evidence.begin_nightly": "reads chains",
    "finding.ask_export": "a file for whoever asked",
    "finding.fetch_export": "a file for whoever asked",
    "finding.stop_export": "a file for whoever asked",
    "finding.complete": "the index of full text",
    "finding.forget": "the index of full text",
    "finding.keep_index": "the index of full text",
    "finding.leave_to_workers": "leaves rows to `work_batch`",
    "finding.look_for": "a search that the journal keeps",
    "finding.remove": "saved filters",
    "finding.rename": "saved filters",
    "finding.restore": "saved filters",
    "finding.save": "saved filters",
    "finding.share": "saved filters",
    "notices.*": "messages and ways out; nothing goes back to a case",
    "open311.send_request": "a new case",
    "open311.*": "keys of programs",
    "portal.*": "allowances of the portal",
    "burden.*": "counters of forms, no case",
    "checkups.*": "findings in figures and registers, no case",
    "exchange.*": "workbooks and records of people, no case",
    "planner.*": "proposals of grids, no case",
    "redraw.*": "borders; open cases follow, archived ones keep the grid of their day",
    "signage.*": "cards and plates; a broken one is reported as a new case",
    "joint.*": "visits and agreements; what is found there is reported as a new case",
    "layers.*": "divisions of the ground, no case",
    "routing.*": "rules of a place and what it learnt",
    "simulator.*": "plays people, who make commands",
    "studio.*": "drafts of definitions; a case keeps the one it was born with",
    "supervision.take_step": "the supervision's own row, which may be answered after the case has ended",
    "supervision.*": "findings for a person to judge",
}


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def above_cases() -> Iterator[str]:
    """Apps that know of cases, with a module of commands."""
    graph = grimp.build_graph("gewu", include_external_packages=False)
    for app in iter_modules(gewu.__path__):
        name = f"gewu.{app.name}"
        if app.name in {"cases", "config", "runtime"} or not find_spec(f"{name}.commands"):
            continue
        if graph.direct_import_exists(importer=name, imported="gewu.cases", as_packages=True):
            yield app.name


def commands_of(app: str) -> Iterator[str]:
    """What an app lets others call: named in `__all__`, else every public function of the module's own."""
    module = import_module(f"gewu.{app}.commands")
    own = (name for name, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__)
    for name in getattr(module, "__all__", own):
        one = getattr(module, name)
        if not name.startswith("_") and callable(one) and not isclass(one):
            yield f"{app}.{name}"


def test_every_command_above_the_engine_is_in_the_table_of_the_archive() -> None:
    apps = list(above_cases())
    known = {*REFUSES, *LEAVES, *APART}
    every = {command for app in apps for command in commands_of(app)}
    assert [one for one in sorted(every) if not {one, f"{one.partition('.')[0]}.*"} & known] == []
    strays = {one for one in known if one not in every and one.partition(".")[0] not in apps}
    assert strays | {one for one in known - every if not one.endswith(".*")} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["archived", "refused"])
@pytest.mark.parametrize("name", [*REFUSES, *LEAVES])
def test_a_file_in_the_archive_stays_whatever_others_do(cast: Cast, name: str, stage: str) -> None:
    case = Case.objects.one(a_case(cast, stage, name="王小样", phone="13912345678").id)
    before = (case.version, case.journal_length, case.journal_head, case.stage)
    if name in REFUSES:
        with pytest.raises(DomainError):
            REFUSES[name](cast, case)
    else:
        assert LEAVES[name](cast, case) != ["done"]
    now = Case.objects.one(case.id)
    assert (now.version, now.journal_length, now.journal_head, now.stage) == before
