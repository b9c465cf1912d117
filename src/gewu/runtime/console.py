"""The command `gewu`. Every call works beside a running `make run`, and just as well without one."""

import argparse
import sys
from collections.abc import Callable, Sequence

from gewu.runtime import account, beside, database, supervisor
from gewu.runtime.installation import Installation
from gewu.runtime.words import Stop, give_up, say

Run = Callable[[Installation, argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Parse, step down from root, do it."""
    chosen = _parser().parse_args(arguments)
    try:
        installation = Installation.from_environment()
        account.step_down(installation.data)
        chosen.run(installation, chosen)
    except Stop as reason:
        give_up(reason)
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gewu", description="Gewu: run and look after an installation.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = _add(commands, "run", "database, web server and worker, until Ctrl-C", _run)
    run.add_argument("--attached", action="store_true", help="stop when the process that started it is gone")
    _add(commands, "worker", "one more worker beside a running installation", _worker)
    _add(commands, "migrate", "bring the tables up to date", _migrate)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, run: Run
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"gewu {name}: {text}.")
    command.set_defaults(run=run)
    return command


def _run(installation: Installation, chosen: argparse.Namespace) -> None:
    supervisor.run(installation, attached=chosen.attached)


def _worker(installation: Installation, _chosen: argparse.Namespace) -> None:
    with beside.application(installation, "gewu worker"):
        from gewu.runtime import worker  # noqa: PLC0415

        worker.main()


def _migrate(installation: Installation, _chosen: argparse.Namespace) -> None:
    with beside.database_up(installation, "gewu migrate"):
        database.migrate(installation)
    say("The tables are up to date.")


if __name__ == "__main__":
    main()
