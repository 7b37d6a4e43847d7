# The two commands of the README. Each makes its own environment on a machine that has only
# Python 3.11 or later; nothing outside this folder is changed.
PYTHON ?= python3
VENV := .venv
MAP ?= port-au-prince
SIZE ?= s

.PHONY: map test check bench proof clean

map: $(VENV)/.installed
	@$(VENV)/bin/potay build $(MAP) --out out
	@echo "Open in a browser (no network needed): $(CURDIR)/out/$(MAP)-internal/index.html"

test: $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest

check: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(VENV)/.installed-bench
	$(VENV)/bin/python tests/benchmarks/run.py --size $(SIZE)

# Hours: a hundred thousand random networks, and a hundred times the cases of every property test.
# In pieces: make proof ONLY="closing and b000"
proof: $(VENV)/.installed-dev
	POTAY_TIMES=200 $(VENV)/bin/python -m pytest tests/laws -m networks -k "$(ONLY)"
	POTAY_TIMES=100 $(VENV)/bin/python -m pytest -m hypothesis -k "$(ONLY)"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml src/potay/render/assets/assets.toml $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

# One by one: a peer that cannot be installed here is left out of the run, with a word about it.
$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@for peer in networkx igraph rustworkx pandana; do \
	    $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check $$peer || true; done
	@touch $@

clean:
	rm -rf $(VENV) out dist build
