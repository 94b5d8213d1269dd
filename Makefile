# Every target sets up .venv by itself; pyproject.toml says what goes into it.

PYTHON := .venv/bin/python
STAMP := .venv/.installed
DEMO := .demo/environment
FOLDER ?= fixtures

.PHONY: demo test browser check bench fixtures catalog clean

# It takes the environment of the tests where there is one, else a small one of its own.
demo: $(if $(wildcard $(STAMP)),$(STAMP),$(DEMO)/.installed)
	@PYTHONDONTWRITEBYTECODE= $(if $(wildcard $(STAMP)),$(PYTHON),$(DEMO)/bin/python) -m tests.demo

# What takes long to make for tests in other languages is made beside them, and waited for where it is asked for.
test: $(STAMP) browser
	$(PYTHON) -m tests.sdks & $(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS); \
	status=$$?; kill $$! 2>/dev/null; exit $$status

browser: $(STAMP)
	$(PYTHON) -m tests.browser

check: $(STAMP)
	$(PYTHON) -m ruff format --check converter tests
	$(PYTHON) -m ruff check converter tests
	$(PYTHON) -m mypy
	$(PYTHON) -m tests.checking

bench: $(STAMP)
	$(PYTHON) -m tests.benchmarks $(FOLDER)

fixtures: $(STAMP)
	$(PYTHON) -m tests.regenerate_fixtures

catalog: $(STAMP)
	$(PYTHON) -m converter.catalog.build

clean:
	rm -rf .venv .demo build dist *.egg-info

$(STAMP): pyproject.toml
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	-$(PYTHON) -m compileall -q -j 0 .venv/lib converter >/dev/null  # on all processors, where pip takes one
	touch $@

$(DEMO)/.installed: pyproject.toml
	@echo "Once, into $(DEMO): cfn2pulumi, and Pulumi's SDK and provider to run a program with (some 190 MB)"
	@test -x $(DEMO)/bin/python || python3 -m venv $(DEMO)
	@$(DEMO)/bin/python -m pip install --disable-pip-version-check --no-compile --editable '.[export]' \
		| grep --line-buffered -o '^Collecting [^ ]*' || true
	@$(DEMO)/bin/python -c 'import converter, grpc, pulumi_aws_native'
	@touch $@
