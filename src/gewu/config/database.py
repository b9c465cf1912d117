"""From a DATABASE_URL to what Django wants, with a pool that has a connection for every thread."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

# A thread that waits for the database leaves the interpreter to the next; more than this only queue for it.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)

# Parameters go beside the statement, and one that comes back is parsed and planned once per connection: half
# of the database's work on a case (docs/performance.md). A pooler between us and the server must know
# prepared statements (PgBouncer does from 1.21).
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database(environ: Mapping[str, str]) -> dict[str, object]:
    """Settings of the default database: `DATABASE_URL` is the application's role."""
    return from_url(environ.get("DATABASE_URL", "postgresql:///gewu"), environ)


def from_url(url: str, environ: Mapping[str, str]) -> dict[str, object]:
    """Parse `postgresql://user:password@host:port/name?host=/socket/dir`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    threads = int(environ.get("GEWU_THREADS", THREADS))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "gewu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        # A connection that a restarted database server has dropped is found out before it is used.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            **PREPARED,
            "pool": {"min_size": 1, "max_size": threads + 1, "timeout": 5},
        },
        "TEST": {"NAME": environ.get("GEWU_TEST_DB", "test_gewu")},
    }
