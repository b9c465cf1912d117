"""A database server for tests, that forgets everything: `python -m gewu.runtime.throwaway FOLDER`.

Says "ready" on its output and lives until its input closes, which it does when whoever started it is gone.
"""

import os
import shutil
import sys
from pathlib import Path

from psycopg import sql

from gewu.runtime import account, roles, server
from gewu.runtime.installation import APPLICATION, OWNER, Installation
from gewu.runtime.words import Stop, give_up, say


def main() -> None:
    folder = Path(sys.argv[1])
    installation = Installation.from_environment({"GEWU_DATA": str(folder)})
    try:
        account.step_down(folder)
        running = server.start(installation, durable=False)
    except Stop as reason:
        give_up(reason)
    try:
        _make_test_roles(installation)
        say("ready")
        sys.stdin.read()
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _make_test_roles(installation: Installation) -> None:
    """The roles of a real installation; here the owner may also make databases and act as the application."""
    owner, application = sql.Identifier(OWNER), sql.Identifier(APPLICATION)
    with server.connect(installation) as session:
        roles.make_roles(session, installation)
        session.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(owner))
        session.execute(sql.SQL("GRANT {} TO {}").format(application, owner))


if __name__ == "__main__":
    os.umask(0o077)
    main()
