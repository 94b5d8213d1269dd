# Every target sets up .venv by itself; pyproject.toml says what goes into it.

PYTHON := .venv/bin/python
STAMP := .venv/.installed
FOLDER ?= fixtures

.PHONY: demo test browser check bench fixtures catalog clean

demo: $(STAMP)
	$(PYTHON) -m tests.demo

# What takes long to make for tests in other languages is made beside them, and waited for where it is asked for.
test: $(STAMP) browser
	$(PYTHON) -m tests.sdks & $(PYTHON) -m pytest -q -n 2 --dist loadfile $(ARGS); \
	status=$$?; kill $$! 2>/dev/null; exit $$status

browser: $(STAMP)
	$(PYTHON) -m tests.browser

check: $(STAMP)
	$(PYTHON) -m ruff format --check converter tests
	$(PYTHON) -m ruff check converter tests
	$(PYTHON) -m mypy

bench: $(STAMP)
	$(PYTHON) -m tests.benchmarks $(FOLDER)

fixtures: $(STAMP)
	$(PYTHON) -m tests.regenerate_fixtures

catalog: $(STAMP)
	$(PYTHON) -m converter.catalog.build

clean:
	rm -rf .venv build dist *.egg-info

$(STAMP): pyproject.toml
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(PYTHON) -m compileall -q converter
	touch $@
