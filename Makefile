# The ways into this project; `make` alone lists them. Everything is installed in folders of this project (.venv,
# node_modules, static/assets) except Debian packages, which setup/system.py checks. A stamp in .make/ per step keeps the
# second start short: a step is done again only when its lock file changed.

PYTHON ?= python3
BIN := .venv/bin
UV := .make/bootstrap/bin/uv
UV_VERSION := 0.13.9
NODE_GROUP := $(shell $(PYTHON) setup/npm.py --group)
# Four on two cores: now and then a test waits for a browser, a database or a killed worker.
WORKERS ?= 4

# Without a database of your own you get the demo; DEMO=0 or DATABASE_URL=... says otherwise.
ifndef DATABASE_URL
DEMO ?= 1
export DEMO
endif

# Behind a proxy with a certificate of its own, Node has to be told what pip and uv find by themselves.
ifdef SSL_CERT_FILE
NODE_EXTRA_CA_CERTS ?= $(SSL_CERT_FILE)
export NODE_EXTRA_CA_CERTS
endif

# Some machines ask Python to keep no byte code; every start would then compile all libraries anew.
unexport PYTHONDONTWRITEBYTECODE

CONTRACT := $(wildcard app/api/contract/*.yaml app/api/contract/*/*.yaml)

.PHONY: help run portal test soak bench walk lint assets client migration

help: ## List what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read name text; do \
		printf 'make %-10s %s\n' "$$name" "$$text"; done

run: .make/system-run .make/assets ## Start the service with its demo on http://127.0.0.1:8000 (PORT=... for another port)
	@exec $(BIN)/flask serve

portal: .make/system-run .make/assets .make/client ## Start the service beside an example portal, on http://127.0.0.1:8001, that uses its API
	@exec $(BIN)/python -m examples.side_by_side

test: .make/system-test .make/assets .make/client ## Run the tests, on SQLite and PostgreSQL and in Chromium; some take turns by day
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal

soak: .make/system-test .make/assets .make/client ## Run all tests, none in turn, in their long forms; takes hours
	SOAK=1 $(BIN)/pytest -q -n $(WORKERS) --dist worksteal

bench: .make/system-test .make/assets ## Measure, against baselines in the same run; writes bench/results.json
	$(BIN)/python -m bench

walk: .make/system-test .make/assets ## Make the pictures in docs/walk again
	$(BIN)/python -m tests.e2e.walk_pictures

lint: .make/python ## Check style and import order, without running anything
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo

assets: .make/assets ## Build static/assets out of the locked packages

client: .make/client ## Make the typed Python client in examples/mandaatloket_client out of the contract

migration: .make/assets ## Write the next migration from what changed in the models: make migration m="why"
	@$(BIN)/flask database migration "$(m)"

.make/system-%: setup/system.py
	@mkdir -p .make
	@$(PYTHON) setup/system.py $*
	@touch $@

$(UV): | .make/system-run
	@$(PYTHON) -m venv .make/bootstrap
	@.make/bootstrap/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.make/python: pyproject.toml uv.lock setup/npm.py | $(UV)
	@UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv $(UV) sync -q --frozen --python $(PYTHON) $(NODE_GROUP)
	@touch $@

.make/node: package.json package-lock.json .npmrc setup/npm.py .make/python
	@$(BIN)/python -m setup.npm ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@

.make/assets: .make/node $(wildcard setup/*.py static/*.css static/*.js static/*/*.css)
	@$(BIN)/python -m setup.assets
	@touch $@

.make/client: $(CONTRACT) setup/client.py .make/python
	@$(BIN)/python -m setup.client
	@touch $@
