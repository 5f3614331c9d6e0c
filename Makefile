# The two commands of the README are `make demo` and `make test`; each sets up all it needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR ?= demo
DEMO_PORT ?= 8001
DEMO_SERVE ?= 1

.PHONY: help setup demo test lint types layers hunt bench lock clean

help:
	@echo "make demo    set up, build the sample, add it, print what was found, serve it (DEMO_SERVE=0 ends instead)"
	@echo "make test    set up, lint, types, layers, tests"
	@echo "make bench   speed and kill figures, written to docs/bench.md"
	@echo "make hunt    the property tests with new examples, more of them"
	@echo "make lint    ruff, mypy and import-linter alone"

setup: $(VENV)/.installed
	@sh .ci/system-packages

$(VENV)/.installed: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed ($(PYTHON)): apt-get install python3.11 python3.11-venv"; exit 3; }
	@sh .ci/system-packages
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	@DEMO_DIR=$(DEMO_DIR) DEMO_PORT=$(DEMO_PORT) DEMO_SERVE=$(DEMO_SERVE) sh tests/demo.sh

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

layers: setup
	$(BIN)/lint-imports
	$(BIN)/python tests/file_lengths.py

test: lint types layers
	$(BIN)/python -m pytest

hunt: setup
	HYPOTHESIS_PROFILE=hunt $(BIN)/python -m pytest $$(grep -l "from hypothesis" tests/test_*.py)

bench: setup
	$(BIN)/python -m tests.bench

lock:
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --extra dev --generate-hashes --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(DEMO_DIR)
