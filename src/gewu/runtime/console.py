"""The command `gewu`. Every call works beside a running `make run`, and just as well without one."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

from gewu.runtime import account, beside, database, locking, supervisor
from gewu.runtime.files import Written, opened
from gewu.runtime.installation import DEMO, Installation
from gewu.runtime.words import Stop, give_up, say

Run = Callable[[Installation, argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse; open the files that were named, as whoever called; leave root; do it."""
    chosen = _parser().parse_args(arguments)
    try:
        with ExitStack() as files:
            installation = Installation.from_environment()
            if chosen.prepare:
                chosen.prepare(chosen, files)
            if chosen.installed:
                account.step_down(installation.data)
                os.umask(0o077)
            chosen.run(installation, chosen)
    except Stop as reason:
        give_up(reason)
    except PermissionError as refused:
        give_up(Stop(f"{refused.filename} is closed to this account ({refused.strerror})."))
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gewu", description="Gewu: run and look after an installation.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = _add(commands, "run", "database, web server and worker, until Ctrl-C", _run)
    run.add_argument("--attached", action="store_true", help="stop when the process that started it is gone")
    _add(commands, "worker", "one more worker beside a running installation", _worker)
    _add(commands, "migrate", "bring the tables up to date", _migrate)
    demo = _add(commands, "demo", "fill a locality with made-up people and cases, once", _demo)
    demo.add_argument("locality", nargs="*", help="default: what GEWU_DEMO names")
    token = _add(commands, "token", "a token with which a program acts as a user", _inside("token"))
    token.add_argument("user", metavar="USER")
    token.add_argument("--days", type=int, default=90, help="how long it works (90)")
    token.add_argument("--label", default="gewu token", help="what it is for")
    lost = "let somebody in who lost phone, key and codes"
    factor = _add(commands, "reset-second-factor", lost, _inside("reset_factor"))
    factor.add_argument("user", metavar="USER")
    check = _add(commands, "check-definitions", "name every problem of the definitions", _check_definitions)
    check.set_defaults(installed=False)
    _add_places(commands)
    _add(commands, "publish-definitions", "archive what this version ships", _inside("publish"))
    _add_evidence(commands)
    key = _add(commands, "open311-key", "the demo's api_key for Open311", _inside("open311_key"))
    key.add_argument("--locality", default=DEMO)
    _add_simulate(commands)
    _add_backup(commands)
    return parser


def _add_places(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    said = "name every problem in the files of a place"
    place = _add(commands, "check-locality", said, _check_locality)
    place.add_argument("locality", nargs="*", help="default: all of them")
    place.set_defaults(installed=False)
    said = "draw boundaries as the [demo_plan] of a place orders them"
    drawn = _add(commands, "draw-locality", said, _draw_locality)
    drawn.add_argument("locality")
    drawn.set_defaults(installed=False)
    said = "bring a place in, and with --admin its first administrator"
    loaded = _add(commands, "load-locality", said, _inside("load_place"))
    loaded.add_argument("locality")
    loaded.add_argument("--admin", metavar="USERNAME", help="prints a link to choose a password by")
    loaded.add_argument("--name", default="", help="the administrator's name")


def _add_evidence(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verify = _add(
        commands, "verify-journal", "name whatever is not as it was written", _inside("verify", "evidence")
    )
    verify.add_argument(
        "--against", metavar="DIR", type=Path, help="also compare with a copy of the seals, kept elsewhere"
    )
    verify.add_argument(
        "--public-key",
        metavar="KEY",
        action="append",
        default=[],
        help="a key that must have signed the seals: in hex, or a file with keys, such as gewu-seals.json",
    )
    verify.set_defaults(prepare=_read_keys)
    keys = _add(commands, "seal-keys", "the public keys of the seals", _inside("seal_keys", "evidence"))
    keys.add_argument("--new", action="store_true", help="make a new key first; the next seals introduce it")
    reseal = _add(
        commands,
        "reseal",
        "seal names and phones again that an older key sealed",
        _inside("reseal", "evidence"),
    )
    reseal.add_argument("--new-key", action="store_true", help="make a new key first")


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = _add(commands, "simulate", "let a made-up town live for a while", _inside("simulate"))
    simulate.add_argument("--locality", default=DEMO)
    simulate.add_argument("--seed", type=int, default=7, help="one seed, one story (7)")
    simulate.add_argument("--until", choices=["now"], default="now", help="the whole register, up to now")
    simulate.add_argument(
        "--from", dest="first", type=date.fromisoformat, metavar="DAY", help="or: from a day"
    )
    simulate.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY", help="to a day")
    past = _add(
        commands, "copy-cases", "give a town a long past: copies of its finished cases", _inside("copy_past")
    )
    past.add_argument("count", metavar="COUNT", type=int, help="how many")
    past.add_argument("--locality", default=DEMO)
    past.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", required=True)
    past.add_argument("--seed", type=int, default=7, help="one seed, one choice of weeks (7)")


def _add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = _add(commands, "backup", "write database and files to FILE, keys to FILE.keys", _backup)
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.set_defaults(prepare=_open_for_backup)
    restore = _add(commands, "restore", "put a backup in the place of what is there", _restore)
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("--keys", metavar="FILE", type=Path, help="default: FILE.keys")
    restore.add_argument("--without-keys", action="store_true", help="leave sealed values unreadable")
    restore.add_argument("--replace", action="store_true", help="even if this installation is in use")
    restore.set_defaults(prepare=_open_for_restore)


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, run: Run
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"gewu {name}: {text}.")
    command.set_defaults(run=run, prepare=None, installed=True, command=f"gewu {name}")
    return command


def _run(installation: Installation, chosen: argparse.Namespace) -> None:
    supervisor.run(installation, attached=chosen.attached)


def _worker(installation: Installation, chosen: argparse.Namespace) -> None:
    with beside.application(installation, chosen.command, state=locking.RUNNING):
        from gewu.runtime import worker  # noqa: PLC0415

        worker.main()


def _migrate(installation: Installation, chosen: argparse.Namespace) -> None:
    with beside.database_up(installation, chosen.command):
        database.migrate(installation)
    say("The tables are up to date.")


def _demo(installation: Installation, chosen: argparse.Namespace) -> None:
    wanted = replace(installation, demo=",".join(chosen.locality) or installation.demo)
    if not wanted.localities:
        raise Stop("Which locality? For instance `gewu demo wenhualu`.")
    with beside.database_up(wanted, chosen.command):
        database.fill_demo(wanted)
    say(f"The demo of {wanted.demo} is there. Its logins work while GEWU_DEMO names it.")


def _inside(action: str, module: str = "actions") -> Run:
    """A command that needs the whole application."""

    def run(installation: Installation, chosen: argparse.Namespace) -> None:
        with beside.application(installation, chosen.command):
            chosen.installation = installation
            getattr(import_module(f"gewu.runtime.{module}"), action)(chosen)

    return run


def _check_definitions(_installation: Installation, chosen: argparse.Namespace) -> None:
    """Needs no database and no installation."""
    _set_up()
    from gewu.runtime import actions  # noqa: PLC0415

    actions.check(chosen)


def _check_locality(_installation: Installation, chosen: argparse.Namespace) -> None:
    """Needs no database and no installation."""
    _set_up()
    from gewu.runtime import localities  # noqa: PLC0415

    localities.check(chosen)


def _draw_locality(_installation: Installation, chosen: argparse.Namespace) -> None:
    """Needs no database and no installation."""
    _set_up()
    from gewu.runtime import localities  # noqa: PLC0415

    localities.draw(chosen)


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gewu.config.settings")
    import django  # noqa: PLC0415

    django.setup()


def _read_keys(chosen: argparse.Namespace, _files: ExitStack) -> None:
    """Keys given as files are read as whoever called."""
    given = [Path(key) for key in chosen.public_key]
    chosen.trusted = [path.read_text() if path.is_file() else str(path) for path in given]


def _open_for_backup(chosen: argparse.Namespace, files: ExitStack) -> None:
    chosen.archive = files.enter_context(Written(chosen.file))
    chosen.sealed = files.enter_context(Written(chosen.file.with_name(f"{chosen.file.name}.keys")))


def _backup(installation: Installation, chosen: argparse.Namespace) -> None:
    from gewu.runtime import backup  # noqa: PLC0415

    with beside.database_up(installation, chosen.command):
        backup.back_up(installation, file=chosen.archive.file, keys=chosen.sealed.file)
    backup.tell(str(chosen.file), str(chosen.sealed.path))


def _open_for_restore(chosen: argparse.Namespace, files: ExitStack) -> None:
    keys = chosen.keys or chosen.file.with_name(f"{chosen.file.name}.keys")
    chosen.archive = files.enter_context(opened(chosen.file))
    chosen.sealed = None if chosen.without_keys else files.enter_context(opened(keys))


def _restore(installation: Installation, chosen: argparse.Namespace) -> None:
    from gewu.runtime import restore  # noqa: PLC0415

    with beside.database_up(installation, chosen.command, ready=database.make_empty):
        restore.restore(installation, file=chosen.archive, keys=chosen.sealed, replace=chosen.replace)


if __name__ == "__main__":
    main()
