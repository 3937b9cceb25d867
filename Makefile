# Everything runs in .venv, which is made once and refreshed when pyproject.toml or constraints.txt change.
# To choose the interpreter: make clean && make test PYTHON=/usr/bin/python3.12

PYTHON    ?= python3.13 python3.12 python3.11 python3
DEMO      ?= docs/demo.sh

BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check install

# Build environments keep to the pins too: older pips read the first variable there, newer ones the second.
# The path is relative, because pip would split an absolute one at its spaces.
export PIP_CONSTRAINT       := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo release-check lowest highest matrix corpus test test-quick format-check lint spelling types layers wheel properties pytest format docs bench tamper mutation clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

demo: .venv/runtime ## Show certkit at work
	@$(BIN)/python -m compileall -q certkit
	@if [ -f $(DEMO) ]; then PATH="$$PWD/$(BIN):$$PATH" sh $(DEMO); else $(BIN)/certkit --help; fi

test: format-check lint spelling types layers wheel properties pytest ## Check everything, as CI does

format-check: .venv/dev
	@echo "format: ruff format --check"
	@$(BIN)/ruff format --quiet --check . || { echo "not formatted: run make format" >&2; exit 1; }

lint: .venv/dev
	@echo "lint:   ruff check"
	@$(BIN)/ruff check --quiet .

spelling: .venv/dev
	@echo "spelling: typos"
	@$(BIN)/typos

types: .venv/dev
	@echo "types:  mypy"
	@$(BIN)/mypy --no-error-summary

layers: .venv/dev
	@echo "layers: lint-imports"
	@log=$$($(BIN)/lint-imports --no-logo 2>&1) || { printf '%s\n' "$$log" >&2; exit 1; }

# What a user gets: built by way of the sdist, twice with the same bytes, installed into an environment of its own, and used
# outside the checkout.
wheel: .venv/dev
	@echo "wheel:  build twice, compare, install elsewhere, run"
	@set -e; elsewhere=$$(mktemp -d); trap 'rm -rf "$$elsewhere"' EXIT; \
	 for folder in . again; do \
	   log=$$($(BIN)/python -m build --no-isolation --outdir "$$elsewhere/$$folder" . 2>&1) || \
	     { printf '%s\n' "$$log" >&2; exit 1; }; \
	 done; \
	 for file in "$$elsewhere"/again/*; do cmp "$$file" "$$elsewhere/$${file##*/}"; done; \
	 (cd "$$elsewhere/again" && sha256sum *); \
	 $(BIN)/python -m venv "$$elsewhere/venv"; \
	 "$$elsewhere/venv/bin/python" -m pip -qq --disable-pip-version-check install "$$elsewhere"/*.whl; \
	 cp -r examples/csms.yaml examples/dossier "$$elsewhere"; cd "$$elsewhere"; \
	 for arguments in "--version" "pics check csms.yaml" "pki init --test pki" \
	   "report dossier/record.yaml --key file:pki/laboratory.p12 --passphrase-file pki/passphrase.txt -o report.pdf" \
	   "verify report.pdf --trust pki/trust --offline --rehearsal"; do \
	   log=$$(venv/bin/certkit $$arguments 2>&1) || \
	     { printf 'the installed wheel fails: certkit %s\n%s\n' "$$arguments" "$$log" >&2; exit 1; }; \
	 done

# The corpus, and what signs, draws, verifies, reads and asks, at both ends of what pyproject.toml allows.
AT_THE_BOUNDS := tests/corpus tests/attestation/test_commands.py tests/signing/test_sign.py tests/signing/test_time_stamps.py \
  tests/verification/test_steps.py tests/verification/test_drawn.py tests/attestation/pages tests/pics/test_own_form.py tests/docs/test_schemas.py \
  tests/cli/test_plan.py
AT_BOTH_ENDS := pytest hypothesis 'pikepdf[pdfa]' pytest-xdist

lowest: .venv/runtime ## Run the tests that matter with the lowest versions allowed
	@$(call at_bound,lowest,--constraint constraints-lowest.txt)

highest: .venv/runtime ## Run them with the highest versions allowed
	@$(call at_bound,highest,--upgrade --upgrade-strategy eager)

# Without the pins of constraints.txt; the versions that a run has had are shown at its beginning.
define at_bound
set -e; export PIP_CONSTRAINT= PIP_BUILD_CONSTRAINT=; $(BIN)/python -m venv .venv-$(1); \
.venv-$(1)/bin/python -m pip -qq --disable-pip-version-check install $(2) --editable . $(AT_BOTH_ENDS); \
.venv-$(1)/bin/python -m pip check; .venv-$(1)/bin/python -m pip freeze --exclude-editable | tr '\n' ' '; echo; \
.venv-$(1)/bin/python -m pytest -n 2 $(AT_THE_BOUNDS)
endef

corpus: .venv/dev ## Make the corpus of this version anew; a released one never changes
	@$(BIN)/python -m tests.corpus.make

# The interpreters that are installed, one after the other, each in an environment of its own.
matrix: ## Run the tests that matter on every supported Python that is installed
	@for version in 3.11 3.12 3.13; do \
	   python=$$(command -v python$$version) && "$$python" -c 'import venv' 2>/dev/null || { echo "python$$version is not installed"; continue; }; \
	   echo "python$$version"; "$$python" -m venv .venv-$$version && \
	   .venv-$$version/bin/python -m pip -qq --disable-pip-version-check install --editable . $(AT_BOTH_ENDS) && \
	   .venv-$$version/bin/python -m pytest -n 2 $(AT_THE_BOUNDS) || exit 1; \
	 done

release-check: wheel ## Say whether this is the release that its version promises
	@$(BIN)/python -m tests.corpus.release_check

# Named cases only, without the slow ones and without coverage: for the work of an afternoon.
test-quick: .venv/dev ## Run the quick tests, in about two minutes
	@$(BIN)/python -m pytest -n 2 -m "not property and not exhaustive and not slow"

properties: .venv/dev
	@echo "tests:  properties and exhaustive rows"
	@$(BIN)/python -m pytest -n 2 -m "property or exhaustive"

# `make test` runs it last, so that the run closes with pytest's own line.
pytest: .venv/dev
	@echo "tests:  named cases, with coverage"
	@$(BIN)/python -m pytest -n 2 -m "not property and not exhaustive" --cov

format: .venv/dev ## Format the code and apply the safe fixes
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

docs: .venv/dev ## Regenerate reference, schemas, pictures, console blocks and compiled editions
	@$(BIN)/python docs/tools/compile_messages.py
	@$(BIN)/python docs/tools/compile_editions.py
	@$(BIN)/python docs/tools/reference.py
	@$(BIN)/certkit schema all -o schemas --force
	@$(BIN)/python -m tests.attestation.payload_page
	@$(BIN)/python -m tests.docs.console
	@$(BIN)/python docs/pictures/make.py

bench: .venv/bench ## Measure speed
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/measure.py --megabytes 100 --rounds 3
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/attestations.py
	@$(BIN)/python benchmarks/verify_many.py

tamper: .venv/dev ## Change each bit of signed documents and see that none is verified (hours)
	@CERTKIT_EXHAUSTIVE=1 $(BIN)/python -m pytest -n 2 tests/tamper

mutation: .venv/dev ## Break the rules one by one and see that a test notices
	@$(BIN)/python tests/mutation/run.py

clean: ## Remove .venv, caches and builds
	@rm -rf .venv .venv-* .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A copied or moved checkout has scripts that point elsewhere, and an interpreter can be gone: then .venv is made anew.
ifneq "$(shell test -x .venv/bin/python && cat .venv/checkout)" "$(shell pwd)"
.PHONY: .venv/pyvenv.cfg
endif

.venv/pyvenv.cfg:
	@for python in $(PYTHON); do \
	   "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	   echo "making .venv with $$("$$python" --version)"; \
	   "$$python" -m venv --clear .venv && pwd > .venv/checkout; exit; \
	 done; \
	 echo "certkit needs Python 3.11 or newer with its venv module (on Debian: python3-venv); tried: $(PYTHON)" >&2; exit 1

.venv/runtime: .venv/pyvenv.cfg pyproject.toml constraints.txt
	@echo "installing certkit"
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q .venv
	@touch $@

.venv/bench: .venv/runtime
	@echo "installing what certkit is measured beside"
	@$(PIP) --editable '.[bench]'
	@touch $@

.venv/dev: .venv/runtime
	@echo "installing the development tools"
	@$(PIP) --editable '.[dev]'
	@touch $@
