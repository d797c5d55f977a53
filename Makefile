# Two commands do everything: `make book` builds the book, `make test` checks all of it.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export TZ := UTC
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1745020800)

.DEFAULT_GOAL := help
.PHONY: help

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Hashes are enforced. --no-deps: the lock names every package, direct and transitive, but one on purpose (see lock target).
.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
