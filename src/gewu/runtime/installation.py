"""One installation: the folder `GEWU_DATA`, what lies in it, and what the environment says about it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from gewu.runtime import keys
from gewu.runtime.sockets import socket_folder
from gewu.runtime.words import Stop

DEMO = "wenhualu"
SHIPPED = Path(__file__).resolve().parents[1] / "localities"
DATABASE = "gewu"
STATIC = Path(__file__).resolve().parents[3] / "staticfiles"
SUPERUSER, OWNER, APPLICATION = "gewu_super", "gewu_migrate", "gewu_app"


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything that follows from the environment; nothing here touches the disk except the keys."""

    data: Path
    host: str
    port: int
    demo: str
    database_url: str | None
    migrate_url: str | None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Installation":
        """Read the settings a person can make (docs/operations.md lists them)."""
        url = environ.get("DATABASE_URL") or None
        return cls(
            data=Path(environ.get("GEWU_DATA") or "var").expanduser().absolute(),
            host=environ.get("GEWU_HOST") or "127.0.0.1",
            port=_port(environ.get("GEWU_PORT") or "8000"),
            demo=environ.get("GEWU_DEMO", "" if url else DEMO),
            database_url=url,
            migrate_url=environ.get("DATABASE_MIGRATE_URL") or url,
        )

    @property
    def embedded(self) -> bool:
        return self.database_url is None

    @property
    def localities(self) -> list[str]:
        """What the demo fills, from a setting such as `wenhualu,shiqiao`, or `all` that are shipped."""
        keys = [key.strip() for key in self.demo.split(",") if key.strip()]
        return _every_place() if keys == ["all"] else keys

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def files(self) -> Path:
        return self.data / "files"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  (asked, not bound)
        return f"http://{host}:{self.port}/"

    def url(self, role: str, database: str = DATABASE) -> str:
        """How a role reaches a database: ours by its socket, a foreign one as the environment says."""
        if self.database_url:
            return str(self.migrate_url if role == OWNER else self.database_url)
        password = quote(keys.secret(self.keys, f"postgres-{role}"), safe="")
        return (
            f"postgresql://{role}:{password}@/{database}?host={quote(str(socket_folder(self.data)), safe='')}"
        )

    def environment(self, *, role: str = APPLICATION, database: str = DATABASE) -> dict[str, str]:
        """What a process of this installation finds in its environment."""
        return {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_MIGRATE_URL"},
            "DJANGO_SETTINGS_MODULE": "gewu.config.settings",
            "DATABASE_URL": self.url(role, database),
            **self._application_role(),
            "GEWU_DATA": str(self.data),
            "GEWU_STATIC": os.environ.get("GEWU_STATIC") or (str(STATIC) if STATIC.exists() else ""),
            "GEWU_DEMO": ",".join(self.localities),
            "GEWU_SECRET_KEY": os.environ.get("GEWU_SECRET_KEY") or keys.secret(self.keys, "django"),
        }

    def _application_role(self) -> dict[str, str]:
        """Whose rights the migrations limit: nobody's where one role does everything."""
        if self.embedded:
            return {"GEWU_APP_ROLE": APPLICATION}
        name = unquote(urlsplit(self.database_url or "").username or "")
        return {"GEWU_APP_ROLE": name} if self.migrate_url != self.database_url else {}

    def demo_password(self) -> str:
        """One password for all demo logins of this installation; `gewu.people` reads the same file."""
        return keys.secret(self.keys, "demo-password", length=6)


def _every_place() -> list[str]:
    """The usual one first: it is the place that a visitor of the portal sees."""
    keys = sorted(file.parent.name for file in SHIPPED.glob("*/place.toml"))
    return sorted(keys, key=lambda key: key != DEMO)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"GEWU_PORT is {text!r}; it should be a number from 1 to 65535.")
    return int(text)
