"""`python -m bench.words --server postgresql://…:5432 --cases 1000000`: full text over very many cases.

The rows lie in a scratch database of their own on that server: made for it, and dropped when all is measured
unless `--keep`. `--ask-only` asks one that was kept.
"""

import argparse
import os

import psycopg

from bench.words.asking import measure
from bench.words.filling import copy_cases, make_town

DATABASE = "gewu_words_scratch"


def main() -> None:
    chosen = _chosen()
    if not chosen.ask_only:
        _drop(chosen.server)
        _on(chosen.server, f"CREATE DATABASE {DATABASE}")
    os.environ |= {
        "DATABASE_URL": f"{chosen.server}/{DATABASE}",
        "GEWU_LOG_LEVEL": "ERROR",
        "GEWU_APP_ROLE": "",
    }
    os.environ["DJANGO_SETTINGS_MODULE"] = "gewu.config.settings"
    import django
    from django.db import connections

    django.setup()
    if not chosen.ask_only:
        make_town()
        copy_cases(chosen.cases)
    measure()
    connections.close_all()
    if not chosen.keep and not chosen.ask_only:
        _drop(chosen.server)


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.words", description=__doc__)
    parser.add_argument("--server", required=True, help="postgresql://owner@host:port, without a database")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--ask-only", action="store_true", help="the rows were kept by an earlier run")
    parser.add_argument("--keep", action="store_true", help="leave the rows to be asked again")
    return parser.parse_args()


def _drop(server: str) -> None:
    _on(server, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def _on(server: str, statement: str) -> None:
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


if __name__ == "__main__":
    main()
