# make run    install, build, check, see the first answers, then serve the site until interrupted
# make test   everything that continuous integration runs
# make quick  the inner loop, under a minute

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NEEDGRAPH := $(BIN)/needgraph
SOURCES ?= $(NEEDGRAPH_SOURCES)
# 0 takes a free port.
PORT ?= 8000

.PHONY: run test quick lint types build check trace bench hostile evaluate lock clean

run: $(VENV)/.installed
	$(NEEDGRAPH) build --check
	@echo
	@echo "== Which levels of need does each authority describe? (needgraph ask levels)"
	@$(NEEDGRAPH) ask levels
	@echo
	@echo "== How many indicators stand at each level? (needgraph ask indicator-counts)"
	@$(NEEDGRAPH) ask indicator-counts
	@echo
	@echo "== What does Halton say about consent at Level 3? (needgraph ask rules -p authority=halton -p level=3)"
	@$(NEEDGRAPH) ask rules -p authority=halton -p level=3
	@echo
	@echo "Ask more with $(NEEDGRAPH) ask; the site follows, until you press Ctrl-C"
	@$(NEEDGRAPH) serve --port $(PORT)

test: $(VENV)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(NEEDGRAPH) build --verify
	$(NEEDGRAPH) check --strict
	$(BIN)/pytest -n auto --dist loadgroup

quick: $(VENV)/.installed
	$(BIN)/ruff check .
	$(NEEDGRAPH) build --verify
	$(BIN)/pytest -n auto --dist loadgroup -m "not server and not slow"

lint: $(VENV)/.installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/.installed
	$(BIN)/mypy

build: $(VENV)/.installed
	$(NEEDGRAPH) build

check: $(VENV)/.installed
	$(NEEDGRAPH) check --passed

# The two documents are not in this repository; name the folder that holds halton.txt and tameside.txt.
trace: $(VENV)/.installed
	@test -n "$(SOURCES)" || { echo "make trace: name the folder of the documents: make trace SOURCES=DIR"; exit 2; }
	@for source in $(SOURCES)/*.txt; do $(NEEDGRAPH) trace "$$source" || exit 1; echo; done

bench: $(VENV)/.installed
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/serving.py

# Every hostile request we know of against a running server, and what became of it.
hostile: $(VENV)/.installed
	$(BIN)/python benchmarks/hostile.py

# How well suggestions find the agreed counterparts.
evaluate: $(VENV)/.installed
	$(BIN)/python benchmarks/suggest.py

# Every version is fixed in constraints.txt, which bears no address of a registry.
lock: $(VENV)/.installed
	$(BIN)/pip freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[development]'
	$(BIN)/python -m compileall -q src/needgraph
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist
