# Two commands matter: `make run` and `make test`. They need Python 3.11 or newer, make and git.
PYTHON ?= python3
PORT ?= 8000
ROWS ?= 100000
ARGS ?=

CHOSEN := $(if $(filter default undefined file,$(origin PYTHON)),,--chosen)
BOOTSTRAP = $(PYTHON) infra/bootstrap.py $(CHOSEN)
IN = .venv/bin/python -m

.PHONY: help run test check bench lock clean python

help:
	@echo "make run     start the site with a demonstration town (PORT=8001 for another port)"
	@echo "make test    every test: on SQLite, on PostgreSQL, and in a browser (ARGS='-k words')"
	@echo "make check   style, types, import contracts, templates, migrations, deployment checks"
	@echo "make bench   speed against the floor, on PostgreSQL (ROWS=1000000 for the large one)"
	@echo "make lock    write the lock files in infra/ anew from pyproject.toml"
	@echo "make clean   remove .venv and .local, with the demonstration's data"
	@echo "PYTHON=python3.12 chooses another Python for any of them"

python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "There is no '$(PYTHON)' here. Onward needs Python 3.11 or newer: make run PYTHON=python3.12" >&2; exit 10; }

run: python
	@$(BOOTSTRAP) local && PORT="$(PORT)" exec $(IN) infra.run

test: python
	@$(BOOTSTRAP) dev && exec $(IN) infra.test $(ARGS)

check: python
	@$(BOOTSTRAP) dev && exec $(IN) infra.check

bench: python
	@$(BOOTSTRAP) dev && ROWS="$(ROWS)" exec $(IN) infra.bench

lock: python
	@$(BOOTSTRAP) dev && exec $(IN) infra.lock

clean:
	rm -rf .venv .local .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
