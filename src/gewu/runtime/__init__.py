"""Processes around the application: embedded database, web server and worker, console, backups.

*Installation*: one folder (`GEWU_DATA`) and everything in it. *Supervisor*: the process that holds its lock
and keeps the others alive. *Birth*: making a database whole (roles, tables, definitions, demo) before anyone
sees it.
"""
