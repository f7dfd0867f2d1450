# Two commands for a fresh machine (Python 3.11+, Node 20+): `make site` and `make test`.
# Each does all its set-up; `make setup` alone prepares for working on the code.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
MINUTES ?= 10
SIZES ?= 10000
RUNS ?= 3
PIP := $(BIN)/python -m pip install --quiet --constraint tools/constraints.txt

# What the pages of a site run: src/pages, and src/verifier.
BUNDLE := src/conferral/site/scripts/verify.js
BUNDLED := $(shell find $$(cat tools/bundled.txt) -type f)

.PHONY: help site serve test check lint types bundle lock bench fuzz screenshots lighthouse messages setup clean

help:
	@echo "make site    preview of the demo registry in build/site"
	@echo "make serve   the same at http://127.0.0.1:$(PORT)/, built again on every change"
	@echo "make docs    the documentation in build/docs"
	@echo "make test    everything that CI runs"
	@echo "make bench   how long everything takes, beside others, at SIZES=\"$(SIZES)\" awards (docs/guide/speed.md)"
	@echo "make fuzz    what verifies, on inputs made by chance, for MINUTES=$(MINUTES)"
	@echo "make messages   brings the files that translators work on up to date"
	@echo "make screenshots   pictures of every kind of page in build/screenshots, and those of docs/images"
	@echo "make lighthouse    what Lighthouse makes of the demo's pages; fails below 95 points"

site: $(VENV)/.ready $(BUNDLE)
	$(BIN)/conferral build --preview
	@echo "open build/site/index.html, or: make serve"

serve: $(VENV)/.ready $(BUNDLE)
	$(BIN)/conferral serve --port $(PORT)

docs: $(VENV)/.ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file mkdocs.docs.yml
	@echo "open build/docs/index.html"

test: setup lint types
	$(BIN)/conferral check
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.ready-dev node_modules/.ready
	$(BIN)/mypy
	node_modules/.bin/tsc

bundle: $(BUNDLE)

# What registries made by `conferral init` install, and what `make` does; asks the package index.
lock: $(VENV)/.ready
	$(BIN)/python tools/lock

bench: setup
	$(BIN)/python -m bench --sizes $(SIZES) --runs $(RUNS) $(if $(ONLY),--only $(ONLY))

fuzz: $(VENV)/.ready-fuzz
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

screenshots: setup
	tools/screenshots

messages: $(VENV)/.ready-dev
	$(BIN)/python -m tests.messages

lighthouse: setup tools/lighthouse/node_modules/.ready
	$(BIN)/python -m tests.browser.lighthouse

setup: $(VENV)/.ready-dev node_modules/.ready $(BUNDLE)
	@tools/chromium --check
	@tools/java --check

# A stamp per step: done again only when what it depends on changed.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("conferral needs Python 3.11 or newer; set PYTHON=") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.ready: pyproject.toml tools/constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml tools/constraints.txt | $(VENV)/bin/python
	$(PIP) --editable . --group dev
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-fuzz: pyproject.toml tools/constraints.txt | $(VENV)/bin/python
	$(PIP) --editable . --group fuzz
	@touch $@ $(VENV)/.ready $(VENV)/.ready-dev

node_modules/.ready: package.json package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

tools/lighthouse/node_modules/.ready: tools/lighthouse/package.json tools/lighthouse/package-lock.json
	npm ci --prefix tools/lighthouse --no-audit --no-fund --ignore-scripts
	@touch $@

$(BUNDLE): node_modules/.ready $(BUNDLED)
	node tools/bundle.mjs

clean:
	rm -rf build $(dir $(BUNDLE)) $(VENV) node_modules tools/lighthouse/node_modules .mypy_cache .pytest_cache .ruff_cache
