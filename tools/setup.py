"""Makes a fresh clone ready: environment, packages, front end, words, static files. For every make target.

Needs Python's standard library and nothing else. A step runs only when what it is made from has changed, so a
second call costs a fraction of a second.    python3 tools/setup.py [run|dev]
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMPS = VENV / "gewu-setup"
LOG = STAMPS / "log.txt"
PYTHON = VENV / "bin" / "python"
STATIC = ROOT / "staticfiles"
OLDEST_NODE = (20, 19)

NETWORK = "Look at the network, and at pip's and npm's settings for a proxy or mirror; then run this again."


class Failed(Exception):
    """A step did not work. The message is for the person at the terminal."""


@dataclass(frozen=True)
class Step:
    """Something made from something."""

    name: str
    sentence: str
    inputs: Callable[[], Sequence[Path]]
    made: Path
    do: Callable[[], None]
    words: str = ""


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before anything could check)
        sys.exit(f"Gewu needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    os.chdir(ROOT)
    try:
        _make_environment()
        with _one_at_a_time():
            for step in _steps(kind):
                _bring_up_to_date(step)
    except Failed as reason:
        sys.exit(f"\nSetting up stopped: {reason}")


def _steps(kind: str) -> Iterator[Step]:
    dev = ROOT / "requirements" / "dev.txt"
    run = ROOT / "requirements" / "run.txt"
    # The locks agree with each other: an environment for tests can run as well.
    lock = dev if kind == "dev" or _stamped("packages", [dev]) else run
    yield Step("packages", "Python packages", lambda: [lock], PYTHON, lambda: _install(lock))
    yield Step("gewu", "Gewu itself", lambda: [ROOT / "pyproject.toml"], VENV / "bin" / "gewu", _install_gewu)
    yield Step("compiled", "Gewu, compiled", lambda: _all("src", ".py"), PYTHON, _compile)
    if kind == "dev":
        clients = ROOT / "requirements" / "clients.txt"
        yield Step("clients", "Clients to test with", lambda: [clients], PYTHON, lambda: _clients(clients))
    if (ROOT / "package.json").exists():
        lock_and_list = [ROOT / "package-lock.json", ROOT / "package.json"]
        yield Step("npm", "Front-end packages", lambda: lock_and_list, ROOT / "node_modules", _npm)
        built = ROOT / "src/gewu/ui/static/gewu"
        sources = lambda: [*_all("frontend", ""), *lock_and_list]  # noqa: E731
        yield Step("bundle", "Front end", sources, built, _bundle)
    if (ROOT / "tools" / "words.py").exists():
        yield Step("words", "Words", lambda: [*_all("src", ".po"), ROOT / "tools/words.py"], PYTHON, _words)
    yield Step(
        "static", "Static files", lambda: [*_all("src/gewu", "", "static"), *_locks()], STATIC, _static
    )
    yield Step("handbook", "Handbook", _handbook_sources, ROOT / "site", _handbook)


def _bring_up_to_date(step: Step) -> None:
    digest = _digest(step.inputs())
    stamp = STAMPS / step.name
    if step.made.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    print(f"  {step.sentence} …", end=" ", flush=True)
    began = time.monotonic()
    step.do()
    stamp.write_text(digest)
    print(f"{time.monotonic() - began:.0f} s", flush=True)


def _make_environment() -> None:
    """The environment in the clone; made anew when the Python it was made with is gone."""
    if not _works():
        print("Setting up Gewu in .venv (the first time takes a few minutes)", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise Failed(
                "Python could not make an environment. On Debian and Ubuntu: apt install python3-venv.\n"
                + made.stdout
                + made.stderr
            )
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / "place").write_text(str(VENV))


def _works() -> bool:
    """Asked of the environment itself; one that was moved or half made does not work."""
    place = STAMPS / "place"
    if not PYTHON.exists() or (place.exists() and place.read_text() != str(VENV)):
        return False
    question = "import pip, sys; raise SystemExit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0


class _one_at_a_time:  # noqa: N801  (reads as a phrase)
    """Two `make` in one clone at once take turns."""

    def __enter__(self) -> None:
        self._file = (STAMPS / "lock").open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _install(lock: Path) -> None:
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    _run(
        [*pip, "--only-binary", ":all:", "-r", lock], f"the Python packages could not be installed. {NETWORK}"
    )


def _clients(lock: Path) -> None:
    """Programs of others that come as source only. Where they cannot be built, their tests are left out."""
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    try:
        _run([*pip, "--only-binary", ":all:", "--no-binary", "three,relaxml", "-r", lock], "")
    except Failed:
        print("(could not be built: their tests are left out)", end=" ", flush=True)


def _install_gewu() -> None:
    """Editable, with the build backend that the lock brought: asks no registry."""
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
    _run([*pip, "--no-build-isolation", "--no-index", "-e", ROOT], "Gewu itself could not be installed.")


def _compile() -> None:
    """As root the servers run as another account, which cannot write compiled files beside the sources."""
    _run([PYTHON, "-m", "compileall", "-q", "src"], "there is a mistake in a Python file.")


def _npm() -> None:
    _npm_run(["ci", "--ignore-scripts"], f"the front-end packages could not be installed. {NETWORK}")


def _bundle() -> None:
    _npm_run(["run", "build"], "the front end could not be built.")


def _npm_run(words: list[str], reason: str) -> None:
    folder = _node()
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    _run([folder / "npm", *words], reason, environment)


def _node() -> Path:
    """The folder of a Node that is new enough: the machine's, else one from the Python index."""
    ours = VENV / "bin"
    if not (ours / "npm").exists():
        npm, node = shutil.which("npm"), shutil.which("node")
        if npm and node and _node_version(node) >= OLDEST_NODE:
            return Path(node).parent if Path(npm).parent == Path(node).parent else Path(npm).parent
        print("(with a Node from the Python index)", end=" ", flush=True)
        _install(ROOT / "requirements" / "node.txt")
    return ours


def _node_version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    parts = answer.stdout.strip().lstrip("v").split(".")
    return tuple(int(part) for part in parts if part.isdecimal())


def _words() -> None:
    _run([PYTHON, "tools/words.py", "compile"], "the translations could not be compiled.")


def _static() -> None:
    """Collected aside and swapped in, so that a running server never finds half of it."""
    fresh = STATIC.with_name("staticfiles.new")
    shutil.rmtree(fresh, ignore_errors=True)
    settings = {"DJANGO_SETTINGS_MODULE": "gewu.config.settings", "GEWU_STATIC": str(fresh)}
    command = [PYTHON, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    _run(command, "the static files could not be collected.", {**os.environ, **settings})
    fresh.mkdir(exist_ok=True)
    shutil.rmtree(STATIC, ignore_errors=True)
    fresh.rename(STATIC)


def _handbook_sources() -> list[Path]:
    tools = [path for path in _all("tools", ".py") if path.name.startswith("docs")]
    return [
        *_all("docs", ""),
        *_all("src/gewu/definitions", ".toml"),
        ROOT / "GLOSSARY.md",
        *tools,
        *_locks(),
    ]


def _handbook() -> None:
    _run([PYTHON, "-m", "tools.docs"], "the handbook could not be made.")


def _run(command: Sequence[object], reason: str, environment: dict[str, str] | None = None) -> None:
    with LOG.open("w") as log:
        words = [str(word) for word in command]
        done = subprocess.run(words, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False)
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in LOG.read_text(errors="replace").splitlines()[-15:])
        raise Failed(f"{reason}\n{tail}\n  (all of it: {LOG})")


def _stamped(name: str, inputs: Sequence[Path]) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == _digest(inputs)


def _digest(paths: Sequence[Path]) -> str:
    found = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for path in paths:
        found.update(f"\n{path.relative_to(ROOT)} ".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _all(folder: str, suffix: str, within: str = "") -> list[Path]:
    """Every file below the folder with that ending (and in a folder of that name), in a fixed order."""
    found = []
    for place, folders, files in os.walk(ROOT / folder):
        folders[:] = sorted(name for name in folders if name not in {"__pycache__", "node_modules"})
        if within and within not in Path(place).relative_to(ROOT).parts:
            continue
        found += [Path(place) / name for name in sorted(files) if name.endswith(suffix)]
    return found


def _locks() -> list[Path]:
    """Packages bring static files too."""
    return [ROOT / "requirements" / "run.txt", ROOT / "src/gewu/config/settings.py"]


if __name__ == "__main__":
    main()
