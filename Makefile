# Everything is set up on first use in .venv, from pinned and hashed packages.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready

.PHONY: serve test wide check bench lock clean

serve: $(READY)  ## serve the graph on 127.0.0.1:$(PORT)
	IJKG_LOG_FORMAT=$${IJKG_LOG_FORMAT:-text} $(BIN)/ijkg serve --port $(PORT)

test: $(READY)  ## run the tests
	$(BIN)/pytest -n auto --dist loadfile

wide: $(READY)  ## run the slow tests
	$(BIN)/pytest -n auto --dist loadfile -m wide

check: $(READY)  ## what CI checks besides the tests
	$(BIN)/ruff format --check api tests benchmarks
	$(BIN)/ruff check api tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ijkg fmt --check
	$(BIN)/ijkg validate

bench: $(READY)  ## measure against peers, as ratios in one run
	$(BIN)/python -m benchmarks

lock:  ## pin every dependency anew, with hashes, for every Python that the project runs on
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	    --extra dev --generate-hashes --no-header --output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv

$(READY): constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
