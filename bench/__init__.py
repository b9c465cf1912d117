"""`python -m bench` (`make bench`): how fast a running server is, beside what its database could do.

A town of its own is made in a temporary folder on the embedded, durable server and filled by the public
commands; `gewu run` serves it; a client in its own process asks; after every measurement pgbench writes or
reads the same rows of the same tables without us. docs/performance.md says what came out and what it means.
"""
