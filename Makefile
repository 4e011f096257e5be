# Everything a fresh machine with git, make and a Python needs: `make run`, `make test`.

.DEFAULT_GOAL := help
.PHONY: help run up setup browser clients test check format test-pythons test-random test-faults bench clean

BIN := .venv/bin
UV_VERSION := 0.13.9
ROOMS := warehouse ingestion quality science orchestration dashboards tests

# The first interpreter that runs and is of a version that the lock file covers.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	2>/dev/null && echo $$p && break; done)

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup ## run the whole pipeline on the demo shop (or the shop of KARVAN_CONFIG)
	@$(BIN)/karvan run

up: setup ## serve the dashboard, the Dagster UI and the collector until Ctrl-C
	@$(BIN)/karvan up

setup: .venv/ready ## install what is locked into .venv

.venv/ready: uv.lock pyproject.toml Makefile
	@test -n "$(PYTHON)" || { echo "Karvan needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
		echo "$(PYTHON) has no venv module: install it (Debian: apt install python3-venv)"; exit 1; }
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --frozen --extra demo --compile-bytecode --quiet
	@touch $@

browser: setup ## find a Chromium for the browser tests, or install one
	@$(BIN)/python tests/browser/install.py

clients: setup ## install the event clients of others that tests run in Node and Chromium
	@$(BIN)/python -m tests.ingestion.clients.install

test: setup browser clients ## run all tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: setup ## format, lint, types, what models lack
	@$(BIN)/ruff format --check $(ROOMS)
	@$(BIN)/ruff check $(ROOMS)
	@$(BIN)/basedpyright
	@$(BIN)/karvan dbt check --all
	@echo "All checks passed."

format: setup ## write the format that `make check` wants
	@$(BIN)/ruff check --fix $(ROOMS)
	@$(BIN)/ruff format $(ROOMS)
	@$(BIN)/sqlfluff fix --disable-progress-bar dbt_project/models dbt_project/tests

test-pythons: setup browser clients ## run all tests on each supported Python that is there
	@for version in 3.11 3.12 3.13; do \
		python=$$(python$$version -c 'import sys; print(sys.executable)' 2>/dev/null \
			|| ls -d "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/$$version.*/bin/python 2>/dev/null \
			| tail -n 1); \
		test -n "$$python" || { echo "Python $$version is not here: left out"; continue; }; \
		echo "Python $$version: $$python"; \
		UV_PROJECT_ENVIRONMENT=.venv-$$version $(BIN)/uv sync --frozen --extra demo \
			--compile-bytecode --quiet --python "$$python" || exit 1; \
		.venv-$$version/bin/python -m pytest $(TESTS) || exit 1; \
	done

test-random: setup browser clients ## run the property tests on examples of their own
	@$(BIN)/python -m pytest -m "hypothesis and not slow" --hypothesis-profile=random \
		--numprocesses auto --dist loadfile

test-faults: setup ## kill loads at every step, feed them broken files; takes an hour
	@$(BIN)/python -m pytest tests/faults tests/end_to_end/test_forgetting.py \
		-m "slow or not slow" --numprocesses auto --dist worksteal

bench: setup ## measure pipeline, databases, events, matching and models, each beside a peer
	@$(BIN)/karvan bench pipeline
	@$(BIN)/karvan bench sources
	@$(BIN)/karvan bench events
	@$(BIN)/karvan bench identity
	@$(BIN)/karvan bench analytics

clean: ## remove the environment and caches, never data
	rm -rf .venv .venv-3.* .pytest_cache .ruff_cache .hypothesis
