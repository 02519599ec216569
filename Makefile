# Everything that can be done with the project. Each target sets up what it needs.

PYTHON := .venv/bin/python

.PHONY: help demo run check-settings test check lint format types arrows messages lock clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | sort

demo: .venv/run  ## the bot with a sandbox Telegram and panel, in the browser
	@$(PYTHON) -m sandbox $(ARGS)

run: .venv/run  ## the bot with the settings of .env
	@$(PYTHON) -m bot

check-settings: .venv/run  ## try token, panel key, database and clock
	@$(PYTHON) -m bot check

test: .venv/dev  ## all tests; says what it skipped
	$(PYTHON) -m pytest $(ARGS)

check: lint types arrows test  ## what has to hold before a commit

lint: .venv/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: .venv/dev
	.venv/bin/mypy

arrows: .venv/dev
	.venv/bin/lint-imports

format: .venv/dev  ## put the code into its form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

messages: .venv/dev  ## collect the sentences of views/ for translators
	.venv/bin/pybabel -q extract -F views/locales/babel.ini --no-location --omit-header -k _ -k N_ -k ngettext:1,2 -o views/locales/panelgram.pot views

lock: .venv/dev  ## choose versions anew; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra postgres -o requirements/run.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra postgres --group dev -o requirements/dev.txt pyproject.toml

clean:  ## take away what was installed and the demo's data
	rm -rf .venv data/demo.db*

.venv/run: requirements/run.txt setup.sh
	@sh setup.sh requirements/run.txt
	@touch $@

.venv/dev: requirements/dev.txt setup.sh
	@sh setup.sh requirements/dev.txt
	@touch .venv/run $@
