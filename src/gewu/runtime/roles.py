"""Who may do what in the database: one role owns the tables and changes them, one works with the rows.

The application's role owns nothing. Its rights on the tables, and what it may not do even to rows (journal
and seals are append-only), are given by the migrations that make those tables.
"""

import psycopg
from psycopg import sql

from gewu.runtime.installation import APPLICATION, DATABASE, OWNER, Installation
from gewu.runtime.keys import secret

_ROLE = sql.SQL(
    "ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {password}"
)


def make_roles(session: psycopg.Connection, installation: Installation) -> None:
    """Make both roles of the embedded server, or give them the passwords that lie in the keys folder."""
    for role in (OWNER, APPLICATION):
        if not _exists(session, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            session.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        password = secret(installation.keys, f"postgres-{role}").encode()
        scrambled = session.pgconn.encrypt_password(password, role.encode(), b"scram-sha-256").decode()
        session.execute(_ROLE.format(role=sql.Identifier(role), password=sql.Literal(scrambled)))


def make_database(session: psycopg.Connection, name: str) -> None:
    """An empty database of the owner that nobody else may enter, but for the application."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    session.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, owner))
    session.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    session.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APPLICATION))
    )


def database_exists(session: psycopg.Connection, name: str = DATABASE) -> bool:
    return _exists(session, "SELECT 1 FROM pg_database WHERE datname = %s", name)


def _exists(session: psycopg.Connection, question: str, name: str) -> bool:
    return session.execute(question, [name]).fetchone() is not None
