# Everything a newcomer needs. Each target first brings the environment in .venv up to date (tools/setup.py);
# that takes a few minutes in a fresh clone and a fraction of a second afterwards.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-kills test-tables test-machines test-looks mutants check bench shots docs fmt reference lock setup setup-dev

run: setup  ## the whole of Gewu on this machine, until Ctrl-C
	@$(BIN)/gewu run --attached

test: setup-dev  ## every test but those of the four targets below; starts a database of its own when DATABASE_URL is not set
	@$(BIN)/python tools/test.py $(ARGS)

test-kills: setup-dev  ## the tests that start and kill whole installations: minutes, mostly waiting
	@$(BIN)/python tools/test.py kills $(ARGS)

test-tables: setup-dev  ## everybody at every door, against the tables of who may what
	@$(BIN)/python tools/test.py tables $(ARGS)

test-machines: setup-dev  ## requests made up by a machine, by the hundred (GEWU_EXAMPLES=500 for more and new ones)
	@$(BIN)/python tools/test.py machines $(ARGS)

test-looks: setup-dev  ## every page and the long stories in a browser: both languages, phone and laptop, day and night, zoomed, by keyboard
	@$(BIN)/python tools/test.py looks $(ARGS)

mutants: setup-dev  ## every rule changed in every small way: does a test notice? Ten minutes
	@$(BIN)/python tools/mutate.py $(ARGS)

check: setup-dev  ## style, types, layers, templates, definitions, API snapshot, architecture
	@$(BIN)/python tools/check.py

bench: setup-dev  ## speed of a running server
	@$(BIN)/python -m bench $(ARGS)

shots: setup-dev  ## pictures of the pages, from the demo
	@$(BIN)/python -m tools.shots $(ARGS)

docs: setup-dev  ## the handbook, from docs/ into site/docs; a running Gewu serves it at /docs/
	@$(BIN)/python -m tools.docs

fmt: setup-dev  ## put code into its usual form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

reference: setup-dev  ## pages of the reference that are made from code
	@$(BIN)/python -m tools.reference

lock: setup-dev  ## the lock files anew from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(BIN)/python tools/lock.py $(ARGS)

setup:
	@$(PYTHON) tools/setup.py run

setup-dev:
	@$(PYTHON) tools/setup.py dev
