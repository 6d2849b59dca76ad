# The commands of this repository; `make` alone lists them. What is longer than a line is in tools/.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# Honoured from the environment or the command line: PORT, PYTHON, DATABASE_URL, REDIS_URL, PYTEST_ARGS, BENCH_ARGS, MEASURE_ARGS, SCREENSHOTS_ARGS, FORCE.
ifeq ($(strip $(PORT)),)
override PORT := 8000
endif
export PORT

PREPARE := @sh tools/python.sh tools/setup.py
PY := .venv/bin/python
TEMPLATES := cases_cms home site

.PHONY: help demo reset-demo run test html-checker measure bench bench-board bench-release bench-explorer bench-import bench-search leaks screenshots lint lint-python lint-format \
	lint-templates lint-imports lint-migrations lint-deploy lint-messages messages compilemessages lock clean

help: ## List these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: ## Install, load the demo content, serve it on 127.0.0.1 (PORT=8000); keeps what is there
	$(PREPARE) --port
	@DEBUG=0 exec $(PY) manage.py demo

reset-demo: ## Put the demo content back as it was, in the demo's own SQLite database
	$(PREPARE) --reset
	@DEBUG=0 $(PY) manage.py demo --reset --no-serve

run: ## Serve for development: debug pages, reload on change (PORT=8000)
	$(PREPARE) --dev --port
	@DEBUG=1 $(PY) manage.py migrate --verbosity 0
	@DEBUG=1 $(PY) manage.py run_jobs --watch & jobs=$$!; DEBUG=1 $(PY) manage.py release_editions --loop & \
	trap "kill $$jobs $$!" EXIT INT TERM; DEBUG=1 $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: ## Run the tests (PYTEST_ARGS='-k word'; DATABASE_URL chooses the database, SQLite by default)
	$(PREPARE) --dev
	@$(PY) -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

html-checker: ## Install the Nu HTML checker that tests of the HTML use (needs npm and Java)
	$(PREPARE)
	@$(PY) tools/npm_tools.py

bench: ## Measure the public pages beside the simplest Wagtail page
	$(PREPARE) --dev
	@DEBUG=0 $(PY) manage.py bench

bench-board: ## Measure the translation board at 5,000 things in six languages, on SQLite and PostgreSQL
	$(PREPARE) --dev
	@$(PY) tools/bench_board.py $(BENCH_ARGS)

bench-explorer: ## Measure the explorer on made-up cases, on SQLite and PostgreSQL (BENCH_ARGS='--sizes 1000 10000 100000')
	$(PREPARE) --dev
	@$(PY) tools/bench_explorer.py $(BENCH_ARGS)

bench-import: ## Measure the import of spreadsheets, on SQLite and PostgreSQL (BENCH_ARGS='--sizes 60 1000')
	$(PREPARE) --dev
	@$(PY) tools/bench_import.py $(BENCH_ARGS)

bench-search: ## Recall, precision and speed of search on SQLite and PostgreSQL (BENCH_ARGS='--texts 10000')
	$(PREPARE) --dev
	@$(PY) tools/bench_search.py $(BENCH_ARGS)

bench-release: ## Rehearse, release and undo 60 made-up cases and 12 stories, others reading, on SQLite and PostgreSQL
	$(PREPARE) --dev
	@$(PY) tools/bench_release.py $(BENCH_ARGS)

leaks: ## Remove one guard of the embargo at a time, and report what the leak test finds without it
	$(PREPARE) --dev
	@$(PY) -m pytest tests/leaks/test_mutations.py --quiet --capture no --no-header --disable-warnings

measure: ## Lighthouse and kilobytes of each page type (needs npm and Chromium; MEASURE_ARGS='--json var/measure.json')
	$(PREPARE)
	@$(PY) tools/measure.py $(MEASURE_ARGS)

screenshots: ## Take the pictures of the guides anew (needs Chromium; SCREENSHOTS_ARGS='--guide release --language en')
	$(PREPARE) --dev
	@$(PY) tools/screenshots.py $(SCREENSHOTS_ARGS)

lint: lint-python lint-format lint-templates lint-imports lint-migrations lint-deploy lint-messages ## All that CI checks besides the tests

lint-python:
	$(PREPARE) --dev
	@$(PY) -m ruff check --output-format concise .

lint-format:
	$(PREPARE) --dev
	@$(PY) -m ruff format --check --output-format concise .

lint-templates:
	$(PREPARE) --dev
	@$(PY) -m djlint --lint --check $(TEMPLATES)

lint-imports:
	$(PREPARE) --dev
	@$(PY) -c 'import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())' --no-logo

# These two are about code and settings: a database in memory keeps them from opening a real one.
lint-migrations:
	$(PREPARE) --dev
	@DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run

lint-deploy:
	$(PREPARE) --dev
	@DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=config.settings.production ALLOWED_HOSTS=example.org \
		SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(PY) manage.py check --deploy --fail-level WARNING

lint-messages:
	$(PREPARE) --dev
	@$(PY) tools/check_messages.py

messages: ## Bring the message catalogues up to date with the sources (needs GNU gettext)
	$(PREPARE) --dev
	@$(PY) tools/check_messages.py --update

compilemessages: ## Compile the message catalogues; the .mo files are committed
	$(PREPARE) --dev
	@$(PY) tools/compile_messages.py

lock: ## Write requirements.lock from what .venv has
	$(PREPARE) --dev
	@$(PY) tools/lock.py

clean: ## Remove caches and build products; the virtual environment and the database stay
	@rm -rf build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage var/static
	@find . -path ./.venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
