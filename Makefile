# One command each; `make help` lists them. Nothing is needed but Python 3.11 or newer and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
# What carries messages between services in the demo: embedded (in PostgreSQL) or kafka.
BACKBONE ?= embedded
LOG := var/log
# An image may forbid it: then each of the hundred processes of a test run compiles every module again.
unexport PYTHONDONTWRITEBYTECODE
# How many test processes at once: one for each core. tests/conftest.py says how tests are dealt out.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

.PHONY: help setup demo clean-demo token up down status clean-up kafka-up kafka-down test test-fast soak check lint format types imports bench bench-petitions lock clean

help: ## Show what each target does
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.runtime ## Start the platform with Yuhua district (雨花区) on PORT=8080; ONCE=1 ends when all is shown; BACKBONE=kafka
	@$(BIN)/python -m deploy.demo --backbone $(BACKBONE) $(if $(PORT),--port $(PORT)) $(if $(ONCE),--once)

clean-demo: ## Throw the demo's data away: the next `make demo` starts afresh; BACKBONE=kafka: that of the demo on Kafka
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.demo --backbone $(BACKBONE) --clean; fi

up: .venv/.runtime ## Start every service and role as its own process, with Kafka and PostgreSQL, and keep them up (needs Docker, or Java 17 and Maven)
	@$(BIN)/python -m deploy.city up

down: ## Stop all that `make up` and `make kafka-up` started
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.city down; fi

status: .venv/.runtime ## Show how each process of `make up` fares
	@$(BIN)/python -m deploy.city status

clean-up: ## Stop, and throw away the data of `make up`
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m deploy.city clean; fi

kafka-up: .venv/.runtime ## Start Apache Kafka 4 with three brokers: in Docker where an engine answers, else on the JVM
	@$(BIN)/python -m deploy.city kafka-up

kafka-down: .venv/.runtime ## Stop the Kafka of `make kafka-up`
	@$(BIN)/python -m deploy.city kafka-down

token: .venv/.runtime ## Print ready-made tokens for the demo's roles; BACKBONE=kafka: for the demo on Kafka
	@$(BIN)/python -m deploy.token --backbone $(BACKBONE)

test: .venv/.dev ## Run every test but the soak (sets up what is missing)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder

test-fast: .venv/.dev ## Run the tests that take no more than moments
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not slow"

soak: .venv/.dev ## Run what takes minutes: a hundred kills, fifty ends, brokers that die under load, and what they found
	@$(BIN)/python -m pytest -m soak -v -rA --durations=0

check: lint types imports test ## Lint, types, import rules and every test but the soak: exactly what CI runs

lint: .venv/.dev ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: .venv/.dev ## Put the code into its format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: .venv/.dev ## Check the types (mypy --strict)
	@$(BIN)/mypy

imports: .venv/.dev ## Check who may import what
	@$(BIN)/lint-imports

bench: .venv/.dev ## Measure speed and memory against references, in one run (var/bench/*.json)
	@$(BIN)/python -m tests.bench

bench-petitions: .venv/.dev ## Lifecycles of appeals over HTTP beside 0 to 1,000,000 existing ones, then the burst (takes 30 minutes, 12 GB)
	@$(BIN)/python -m tests.bench.petitions

lock: .venv/.dev ## Lock the newest versions that requirements*.in allow, with hashes
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-annotate \
	    --custom-compile-command "make lock" $$name.in -o $$name.txt; done

setup: .venv/.dev ## Set everything up, and nothing more

clean: clean-up ## Remove what was made here: data, environment, caches
	@if [ -x $(BIN)/python ]; then for one in embedded kafka; do $(BIN)/python -m deploy.demo --backbone $$one --clean; done; fi
	@rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# pip's own words go to a file; a failure is one line that says where to look.
define install
	@echo "Setting up: $(2) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Setup failed: Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1)."; exit 1; }
	@$(PYTHON) -m deploy.install $(1) --log $(LOG)/setup.log
	@touch $@
endef

.venv/.runtime: requirements.txt
	$(call install,requirements.txt,what runs the platform)

.venv/.dev: requirements-dev.txt
	$(call install,requirements-dev.txt,what tests and measures it)
	@touch .venv/.runtime
