"""The embedded server's configuration, written anew at every start so that a new version's takes hold.

What an administrator wants different goes into `postgresql.local.conf` beside it, which is read last.
"""

from pathlib import Path

_SETTINGS = {
    # Reached through its socket only: nothing on the network to defend.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # A box of two cores and a few gigabytes that also runs the application.
    "max_connections": "80",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    # Fewer and smoother checkpoints; recovery still takes seconds.
    "max_wal_size": "2GB",
    "min_wal_size": "128MB",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "pglz",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Journal, jobs and cases are small hot tables: look at them often.
    "autovacuum_naptime": "20s",
    "autovacuum_vacuum_insert_scale_factor": "0.1",
    # A session that was left open in a transaction must not hold everybody's rows.
    "idle_in_transaction_session_timeout": "10min",
    # A restart must not wait for the client of a web server that is gone.
    "client_connection_check_interval": "5s",
    "tcp_keepalives_idle": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C.UTF-8",
    "log_line_prefix": "%m [%p] %u@%d ",
    # Statements and the details of errors carry values, and values may be personal: none of them in a log.
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_lock_waits": "on",
    "log_checkpoints": "off",
}
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "4GB"}
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}

_ACCESS = """\
# Written by Gewu at every start. No trust for anybody: every role shows its password.
local all all scram-sha-256
"""


def write(data: Path, *, sockets: Path, durable: bool) -> None:
    """Write both files. Durable means that an acknowledged row survives the power cord."""
    chosen = {
        **_SETTINGS,
        **(_DURABLE if durable else _THROWAWAY),
        "unix_socket_directories": _listed(sockets),
    }
    lines = ["# Written by Gewu at every start; your own settings belong into postgresql.local.conf."]
    lines += [f"{name} = {_quoted(value)}" for name, value in chosen.items()]
    lines.append("include_if_exists = 'postgresql.local.conf'")
    (data / "postgresql.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (data / "pg_hba.conf").write_text(_ACCESS, encoding="utf-8")


def _listed(folder: Path) -> str:
    """One entry of a comma-separated list, whatever characters the path has."""
    return '"' + str(folder).replace('"', '""') + '"'


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
