"""Build the town of the browser tests: `python -m tests.browser.town`, in an empty database.

The tiny town of all tests with a case in every stage. Everybody signs in with the name of the role.
"""

import json

import django

PASSWORD = "nine cells, one lit"
PEOPLE = {
    "gridworker": "赵小格",
    "assistant": "钱助理",
    "gridlead": "孙格长",
    "chief": "李总格",
    "clerk": "周受理",
    "dispatcher": "吴派遣",
    "handler": "郑处置",
    "checker": "王核查",
    "supervisor": "冯督办",
    "overseer": "陈区管",
    "auditor": "褚审计",
    "admin": "卫管理",
}
# Those who change how they sign in, so that nobody else's session ends with it.
KEEPERS = {"keeper": "门卫一", "keyholder": "门卫二", "newcomer": "新来的"}
# Words of its own, so that nobody takes one of these for the case of a journey.
TEXT = "二号楼前的垃圾桶翻倒了，满地都是"
CASES = "cases.json"
DUTY = "duty.json"
# Another dispatcher of the same town.
SECOND = "second_dispatcher"
# What a program reports with, for the clients of tests/open311.
OPEN311_KEY = "open311_key.json"


def main() -> None:
    from django.conf import settings  # noqa: PLC0415 - after the settings are read
    from django.core.management import call_command  # noqa: PLC0415

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    cast = _cast()
    cases = _cases(cast)
    (settings.DATA / CASES).write_text(json.dumps(cases))
    plans = _draft(cast) | _redraw(cast) | _plan(cast)
    duty = _register() | _exchange(cast) | _duty(cast) | _ways(cast)
    (settings.DATA / DUTY).write_text(json.dumps(duty | plans))
    (settings.DATA / OPEN311_KEY).write_text(json.dumps(_key()))


def _cast():  # type: ignore[no-untyped-def]  # what the builders return is read after the settings
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from gewu.cases.tests.builders import a_cast  # noqa: PLC0415
    from gewu.people.models import User  # noqa: PLC0415
    from gewu.people.testing import a_user  # noqa: PLC0415

    cast = a_cast()
    password = make_password(PASSWORD)
    for role, name in PEOPLE.items():
        user = cast.of_role(role).user
        User.objects.filter(id=user).update(username=role, name=name, password=password)
    for username, name in KEEPERS.items():
        a_user("clerk", cast.town.street, username=username, name=name)
        given = username == "newcomer"
        User.objects.filter(username=username).update(password=password, password_given=given)
    a_user("dispatcher", cast.town.street, username=SECOND, name="沈派遣")
    User.objects.filter(username=SECOND).update(password=password)
    return cast


def _register() -> dict[str, str]:
    """An old couple in A1, one of whom lives there with a phone and a number."""
    from gewu.places.testing import TinyTown  # noqa: PLC0415
    from tests.access.registering import a_household_in, a_person_in  # noqa: PLC0415

    tiny = TinyTown()
    return {"register_person": str(a_person_in(tiny)), "register_household": str(a_household_in(tiny))}


def _exchange(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """A workbook with bad cells, one set beside the registers, a table of a month, two records alike."""
    from gewu.exchange import queries  # noqa: PLC0415
    from gewu.simulator.exchanging import exchange_as  # noqa: PLC0415

    clerk = cast.of_role("clerk")
    exchange_as(clerk, cast.town.township)
    compared, checked, _done = queries.imports(clerk)
    month, table = queries.waiting_editions(clerk)[0]
    found = {"compared": compared, "checked": checked, "month": month, "table": table}
    return {name: str(row.id) for name, row in found.items()} | {"alike": str(queries.pairs(clerk)[0][0].id)}


def _cases(cast) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """Id and number of a case in every stage, and of one that waits."""
    from gewu.cases.tests import builders  # noqa: PLC0415

    made = {stage: builders.a_case(cast, stage, text=TEXT) for stage in builders.WAYS}
    made["waiting"] = builders.move_on(
        builders.a_case(cast, "filed", text=TEXT),
        "wait",
        cast.dispatcher,
        reason="等新桶到货",
        reply="新桶下周到货，到了就换",
        review_on=builders.tomorrow(),
    )
    return {stage: [str(case.id), case.number] for stage, case in made.items()}


def _duty(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Somebody who is away without anybody who acts, an organisation, and somebody invited."""
    from datetime import timedelta  # noqa: PLC0415

    from gewu.people import commands, queries  # noqa: PLC0415
    from gewu.people.models import Organisation, User  # noqa: PLC0415

    worker = User.objects.get(id=cast.gridworker.user)
    days = {"first_day": queries.today(), "last_day": queries.today() + timedelta(days=2)}
    away = commands.Away(user=worker.id, reason="leave", **days)
    invited = commands.Invited(username="invited", name="沈新人", township=cast.town.township)
    link = commands.invite(invited=invited, actor=cast.admin)
    return {
        "worker": str(worker.id),
        "worker_post": str(worker.posts.get().id),
        "absence": str(commands.enter_absence(away=away, actor=cast.admin).id),
        "handler": str(cast.handler.user),
        "office": str(Organisation.objects.get(key="sanitation").id),
        "link": str(link.id),
        "join": queries.path_of(link) or "",
    }


def _ways(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """A way out that rehearses, somebody who chose it, and everybody told of what happened."""
    from gewu.kernel.jobs import run_due  # noqa: PLC0415
    from gewu.notices import commands  # noqa: PLC0415
    from gewu.notices.queries.claims import open_claims, sealed_id  # noqa: PLC0415

    wanted = commands.GatewaySettings(label="短信演练", rehearsal=True)
    way = commands.add_gateway(township=cast.town.township, kind="sms", wanted=wanted, actor=cast.admin)
    chosen = commands.Choices(channels=("sms",), phone="13912345678")
    commands.choose(choices=chosen, actor=cast.handler)
    for kind in ("email", "wechat"):
        made = commands.GatewaySettings(
            label=f"{way.label}二", rehearsal=True, signing="abc" if kind == "wechat" else ""
        )
        account = commands.add_gateway(township=cast.town.township, kind=kind, wanted=made, actor=cast.admin)
    claiming = commands.Choices(channels=("sms",), phone="13912345678", email="zheng@example.org")
    commands.choose(choices=claiming, actor=cast.handler)
    claim = sealed_id(open_claims(cast.handler)["email"].id)
    run_due()
    return {"notice_way": str(way.id), "account": str(account.id), "claim": claim}


def _draft(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """A draft of a community with something in it that has to be put right."""
    from gewu.studio import commands  # noqa: PLC0415

    row = commands.start_draft(key="event", place=cast.town.north, actor=cast.supervisor)
    for part, name in (("stage:filed", "filed"), ("stage:handled", "handled")):
        row = commands.change(
            draft_id=row.id,
            part=part,
            edit=lambda before, name=name: (
                before | {"stages": before["stages"] | {name: before["stages"][name] | {"due": None}}}
            ),
            seen_version=row.version,
            actor=cast.supervisor,
        )
    return {"draft": str(row.id)}


def _redraw(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """New borders in the making: a grid split, another one without a house."""
    from gewu.places.testing import NORTH, TOWNSHIP  # noqa: PLC0415
    from gewu.redraw import commands  # noqa: PLC0415

    row = commands.begin(township=TOWNSHIP, title="小龙社区拆分", actor=cast.admin)
    line = [[117.70045, 34.803], [117.70045, 34.8005]]
    edit = {"kind": "split", "key": NORTH + "011", "line": line}
    commands.draw(draft_id=row.id, edit=edit, seen_version=1, actor=cast.admin)
    return {"redraw": str(row.id)}


def _plan(cast) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """A run of the planner with its proposals, of which none has all grids in the range."""
    from gewu.planner import commands, queries  # noqa: PLC0415
    from gewu.planner.values import Wishes  # noqa: PLC0415

    asking = commands.Asking(cast.town.township, (cast.town.north,), Wishes(low=40, high=50, size=45))
    plan = commands.ask(asking=asking, actor=cast.admin)
    commands.propose(run=plan)
    first = queries.proposals(queries.run(cast.admin, plan))[0]
    return {"plan": str(plan), "proposal": str(first.id)}


def _key() -> dict[str, str]:
    """A key of Open311, and its secret."""
    from gewu.kernel.access import SYSTEM  # noqa: PLC0415
    from gewu.open311.commands import issue_key  # noqa: PLC0415
    from gewu.open311.queries import working_key  # noqa: PLC0415
    from gewu.open311.rules import Limits  # noqa: PLC0415
    from gewu.places.testing import TOWNSHIP  # noqa: PLC0415

    limits = Limits(per_minute=500, per_day=5000, live=True)
    secret = issue_key(township=TOWNSHIP, label="A client", limits=limits, actor=SYSTEM)
    return {"id": str(working_key(secret).get().id), "secret": secret}


if __name__ == "__main__":
    django.setup()
    main()
