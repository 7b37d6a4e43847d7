# The two commands of the README. Each makes its own environment on a machine that has only
# Python 3.11 or later; nothing outside this folder is changed. What is installed, and what builds
# it, stands in lock/ with its hashes: nothing else is fetched.
PYTHON ?= python3
VENV := .venv
MAP ?= port-au-prince
SIZE ?= s

# Files of tests go to as many processes as there are cores, in the order in which they stand.
TESTED = -m pytest -n auto --dist loadfile --no-loadscope-reorder
# What a minute tells of a change: no browser, no random worlds, nobody killed.
LONG := test_starter test_the_proof_bites test_noninterference test_successive
QUICK := -m "not hypothesis and not networks" tests/terms tests/claims tests/spec tests/search \
         tests/network tests/access tests/release tests/export tests/render \
         tests/test_architecture.py $(LONG:%=--ignore=tests/release/%.py)
# What touches every library that we build on, for both ends of what pyproject.toml allows.
ENDS := tests/sources tests/search tests/terrain tests/export tests/render tests/network \
        tests/access tests/batch tests/bundle tests/cli tests/terms \
        tests/test_keys.py tests/test_build.py
LOWEST := .venv-lowest
NEWEST := .venv-newest
# The lowest versions are for the oldest Python, the newest for the newest that is here.
OLDEST_PYTHON ?= $(call first,python3.11 $(PYTHON))
NEWEST_PYTHON ?= $(call first,python3.13 python3.12 $(PYTHON))
first = $(shell for one in $(1); do $$one -c 0 2>/dev/null && echo $$one && break; done)

INSTALL = -m pip install --quiet --disable-pip-version-check --no-build-isolation
LOCKED = $(INSTALL) --require-hashes --requirement
OURSELVES = $(INSTALL) --no-deps --editable .
# What of us is installed: the command and the browser code.
WEB := package-lock.json web/tsconfig.json $(shell find web -name '*.[jt]s')
OURS := pyproject.toml hatch_build.py src/potay/render/assets/assets.toml
# npm and node, from pip where the machine has none.
WITH_NODE = PATH="$$PATH:$(CURDIR)/$(VENV)/bin"

.PHONY: map web test check quick docs lowest newest lock sbom bench proof clean

map: $(VENV)/.web
	@$(VENV)/bin/potay build $(MAP) --out out
	@echo "Open in a browser (no network needed): $(CURDIR)/out/$(MAP)-internal/index.html"

# The page's program as pages carry it, after a change of web/.
web: $(VENV)/.web

test: $(VENV)/.installed-dev $(VENV)/.web node_modules/.package-lock.json
	$(VENV)/bin/python $(TESTED)

check: $(VENV)/.installed-dev node_modules/.package-lock.json
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(WITH_NODE) npm run --silent check

quick: $(VENV)/.installed-dev $(VENV)/.web
	$(VENV)/bin/python $(TESTED) $(QUICK)

# Needs no network, nor do its readers. Links are checked (not with --quiet: it counts no warning);
# the tests run what the pages show.
docs: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/python -m mkdocs build --strict
	@echo "Open in a browser (no network needed): $(CURDIR)/out/docs/index.html"

lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python $(TESTED) $(ENDS)

# No lock can name what comes out tomorrow: pip looks every time for newer releases.
newest: $(NEWEST)/.locked
	$(NEWEST)/bin/python $(INSTALL) --upgrade --upgrade-strategy eager --editable '.[test]'
	$(NEWEST)/bin/python $(TESTED) $(ENDS) || { \
	    echo "make newest: a release that pyproject.toml allows breaks us. Other than in the lock:"; \
	    sed 's/ .*//' lock/dev.txt > $(NEWEST)/locked; \
	    $(NEWEST)/bin/python -m pip freeze --exclude-editable | grep -vixFf $(NEWEST)/locked; \
	    echo "Mend the code, or bound the release in pyproject.toml, then 'make lock'."; exit 1; }

bench: $(VENV)/.installed-bench
	$(VENV)/bin/python tests/benchmarks/run.py --size $(SIZE)

# Hours: a hundred thousand random networks, and a hundred times the cases of every property test.
# In pieces: make proof ONLY="closing and b000"
proof: $(VENV)/.installed-dev node_modules/.package-lock.json
	POTAY_TIMES=200 $(VENV)/bin/python -m pytest tests/laws tests/release tests/web -m networks -k "$(ONLY)"
	POTAY_TIMES=100 $(VENV)/bin/python -m pytest -m hypothesis -k "$(ONLY)"

# Renews the lock after a change of pyproject.toml; pins that still fit stay.
# The newest of everything: make lock NEW=--upgrade
# After a merge in which both sides renewed it: git checkout --theirs lock, then make lock.
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --fork-strategy fewest \
          --generate-hashes --no-header $(NEW)
lock: $(VENV)/.installed-dev
	$(COMPILE) pyproject.toml --extra dask --extra dev --group build --output-file lock/dev.txt
	$(COMPILE) pyproject.toml --constraints lock/dev.txt --output-file lock/run.txt
	$(COMPILE) pyproject.toml --extra bench --constraints lock/dev.txt --output-file lock/bench.txt
	$(COMPILE) --group build --constraints lock/dev.txt --output-file lock/build.txt
	$(COMPILE) --group node --output-file lock/node.txt
	$(COMPILE) pyproject.toml --extra test --resolution lowest-direct --upgrade \
	    --output-file lock/lowest.txt
	$(VENV)/bin/python lock/wheels.py
	@$(MAKE) sbom

sbom: $(VENV)/.installed-dev
	$(VENV)/bin/python lock/sbom.py

$(VENV)/.web: $(VENV)/.installed $(WEB)
	$(VENV)/bin/python src/potay/render/assets/fetch.py
	@touch $@

# What checks web/ besides: types, style.
node_modules/.package-lock.json: package.json package-lock.json $(VENV)/.installed
	$(WITH_NODE) npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# An environment holds what the lock says and nothing of an older lock.
$(VENV)/.locked: lock/build.txt lock/run.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(VENV)/bin/python $(LOCKED) lock/build.txt
	$(VENV)/bin/python $(LOCKED) lock/run.txt
	@touch $@

# npm brings the browser code; where the machine has none, a locked one comes from pip.
$(VENV)/.installed: $(VENV)/.locked $(OURS)
	@command -v npm >/dev/null || $(VENV)/bin/python $(LOCKED) lock/node.txt
	$(VENV)/bin/python $(OURSELVES)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed lock/dev.txt
	$(VENV)/bin/python $(LOCKED) lock/dev.txt
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev lock/bench.txt
	$(VENV)/bin/python $(LOCKED) lock/bench.txt
	@touch $@

$(LOWEST)/.installed: lock/build.txt lock/lowest.txt lock/node.txt $(OURS)
	$(OLDEST_PYTHON) -m venv --clear $(LOWEST)
	$(LOWEST)/bin/python $(LOCKED) lock/build.txt
	@command -v npm >/dev/null || $(LOWEST)/bin/python $(LOCKED) lock/node.txt
	$(LOWEST)/bin/python $(LOCKED) lock/lowest.txt
	$(LOWEST)/bin/python $(OURSELVES)
	@touch $@

$(NEWEST)/.locked: lock/build.txt lock/node.txt
	$(NEWEST_PYTHON) -m venv --clear $(NEWEST)
	$(NEWEST)/bin/python $(LOCKED) lock/build.txt
	@command -v npm >/dev/null || $(NEWEST)/bin/python $(LOCKED) lock/node.txt
	@touch $@

clean:
	rm -rf $(VENV) $(LOWEST) $(NEWEST) out dist build
