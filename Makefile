# make serve — 构建并在本机打开网站        make test — 运行全部检查和测试
# make build — 只构建到 site/              make lock — 重新生成锁定文件
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build test lint lock clean
serve: .venv/ready
	$(BIN)/mkdocs serve --open

build: .venv/ready
	$(BIN)/mkdocs build --strict

test: .venv/ready lint
	$(BIN)/python -m indexer check
	$(BIN)/python -m tests.chromium
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The environment is made anew whenever the lock file or the package's own metadata changes.
.venv/ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "需要 Python 3.11 至 3.13：make PYTHON=python3.12 …")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf .venv .cache site
