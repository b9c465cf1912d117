"""As root, Gewu becomes an ordinary account first: PostgreSQL refuses root, and the rest has no need of it.

No account is made. It is the owner of an installation that is there already, else `nobody`. The data
folder is given to it when it is made; folders on the way there, and to the programs, become passable (`o+x`).
"""

import os
import pwd
import stat
import sys
from pathlib import Path

from gewu.runtime.words import Stop, remark

FALLBACK = "nobody"


def step_down(data: Path) -> None:
    """Leave root for good (the whole process). An ordinary user stays who they are."""
    if os.geteuid() != 0:
        _check_owner(data)
        return
    account = _account(data)
    fresh = not data.exists()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if fresh or data.stat().st_uid == 0:
        _give(data, account)
    opened = [folder for path in _needed(data) for folder in _let_pass(path)]
    os.initgroups(account.pw_name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ |= {"HOME": str(data), "USER": account.pw_name, "LOGNAME": account.pw_name}
    remark(f"Started as root; going on as the account `{account.pw_name}`, who owns {data}.")
    for folder in opened:
        remark(f"  Made {folder} passable for other accounts (chmod o+x), nothing else.")
    _check_programs(account)


def _account(data: Path) -> pwd.struct_passwd:
    if data.exists() and (owner := data.stat().st_uid) != 0:
        try:
            return pwd.getpwuid(owner)
        except KeyError as error:
            raise Stop(f"{data} belongs to the user number {owner}, who has no name here.") from error
    try:
        return pwd.getpwnam(FALLBACK)
    except KeyError as error:
        raise Stop(
            f"There is no account `{FALLBACK}` to step down to; start Gewu as an ordinary user."
        ) from error


def _give(data: Path, account: pwd.struct_passwd) -> None:
    """A folder of ours that root made: hand over what is in it, which is nothing at the first start."""
    for folder, _folders, files in os.walk(data):
        os.chown(folder, account.pw_uid, account.pw_gid)
        for name in files:
            os.chown(Path(folder) / name, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _needed(data: Path) -> tuple[Path, ...]:
    """What the account has to reach: the data, this code, the environment, and the Python behind it."""
    return (data, Path(__file__), Path(sys.prefix) / "bin", Path(sys.executable).resolve())


def _let_pass(path: Path) -> list[Path]:
    """Give `o+x` to the folders on the way that lack it, and name them."""
    opened = []
    on_the_way = dict.fromkeys([*reversed(path.absolute().parents), *reversed(path.resolve().parents)])
    for folder in on_the_way:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
            opened.append(folder)
    return opened


def _check_programs(account: pwd.struct_passwd) -> None:
    for path in (Path(sys.executable), Path(__file__)):
        if not os.access(path, os.R_OK):
            raise Stop(
                f"The account `{account.pw_name}` cannot read {path}. "
                "Clone and set up with the usual umask (022), or start Gewu as an ordinary user."
            )


def _check_owner(data: Path) -> None:
    if data.exists() and data.stat().st_uid != os.geteuid():
        raise Stop(
            f"{data} belongs to another account ({_name(data.stat().st_uid)}). "
            "Start Gewu as that account or as root, or set GEWU_DATA to a folder of your own."
        )


def _name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
