# `make dev` and `make test` are all a newcomer needs; both install what they need into .venv.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
STAMP := .venv/installed
CATALOGS := $(wildcard translations/*/LC_MESSAGES/messages.po)
READY := $(STAMP) $(CATALOGS:.po=.mo)

.PHONY: setup checker audit gallery dev test check bench chaos format translations lock clean

setup: $(READY)

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Leadframe needs Python 3.11 or newer; say PYTHON=python3.12 make ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po $(STAMP)
	$(BIN)/python -m translations $<

# Those who judge HTML and headers; tests that need one are skipped where it is not there.
checker: .venv/node/nu/installed .venv/node/csp/installed .venv/node/observatory/installed

.venv/node/%/installed: tests/audit/tools/%/package.json tests/audit/tools/%/package-lock.json $(STAMP)
	mkdir -p $(@D)
	cp $(filter %.json,$^) $(@D)
	npm ci --silent --prefix $(@D) --ignore-scripts --no-audit --no-fund
	@touch $@

# Every page there is, and not only those that stand for all in the tests: a quarter of an hour, or say
# `.venv/bin/python -m tests.audit --share 1/8`.
audit: $(READY) checker .venv/node/lighthouse/installed
	$(BIN)/python -m tests.audit

# The pictures of docs/gallery.md, in Chromium: takes those again whose pages changed.
gallery: $(READY)
	$(BIN)/python -m tests.gallery

dev: $(READY)
	$(BIN)/leadframe preview --port $(PORT)

test: $(READY)
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal --cov --cov-report term-missing:skip-covered

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet templates

bench: $(READY)
	$(BIN)/python -m benchmarks

chaos: $(READY)
	$(BIN)/python -m tests.chaos --leads 1250

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet templates

# Collects our own words into the catalogs; what is new is empty there until it is translated.
translations: $(STAMP)
	$(BIN)/python -m translations

lock:
	requirements/lock.sh

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
