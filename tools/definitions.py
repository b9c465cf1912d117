"""`python tools/definitions.py`: write the schemas of the definition files, lock versions that are new."""

from pathlib import Path

from gewu.catalogue import reading, rules, schemas

FOLDER = Path(str(reading.folder()))
LOCK = FOLDER / "published.lock"


def main() -> None:
    for name, shape in schemas.FILES.items():
        (FOLDER / "schema" / name).write_text(schemas.written(shape), encoding="utf-8")
    locked = LOCK.read_text(encoding="utf-8").splitlines() if LOCK.exists() else []
    paths = {line.partition(" ")[2] for line in locked}
    new = [
        line
        for line in rules.lock_lines(reading.version_files(reading.folder()))
        if line.partition(" ")[2] not in paths
    ]
    LOCK.write_text("".join(f"{line}\n" for line in [*locked, *new]), encoding="utf-8")
    print(f"{len(schemas.FILES)} schemas written, {len(new)} files locked.")


if __name__ == "__main__":
    main()
