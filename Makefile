# Everything that can be done with the project. Each target sets up what it needs.

PYTHON := .venv/bin/python

UPDATE := -i views/locales/panelgram.pot --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=10000

.PHONY: help demo run check-settings test test-all crash mutations bench pictures audit check lint format types arrows messages sentences gallery lock clean

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | sort

demo: .venv/run  ## the bot with a sandbox Telegram and panel, in the browser
	@$(PYTHON) -m sandbox $(ARGS)

run: .venv/run  ## the bot with the settings of .env
	@$(PYTHON) -m bot

check-settings: .venv/run  ## try token, panel key, database and clock
	@$(PYTHON) -m bot check

test: .venv/dev  ## the tests, without those that start programs or a browser; says what it left out
	$(PYTHON) -m pytest $(ARGS)

test-all: .venv/dev  ## all tests, as CI runs them
	$(PYTHON) -m pytest --slow $(ARGS)

crash: .venv/dev  ## kill the bot KILLS times while people order, and compare (SEED=s WORLDS=w ENGINE=postgres)
	@$(PYTHON) -m tests.long.crash --kills $(or $(KILLS),100) --seed $(or $(SEED),0) --worlds $(or $(WORLDS),2) --engine $(or $(ENGINE),sqlite) $(ARGS)

mutations: .venv/dev  ## plant ten bugs that would cost money or orders, and see whether the tests find each (ONLY="words of its name")
	@$(PYTHON) -m tests.long.mutations "$(ONLY)"

bench: .venv/dev  ## measure it against its goals and against peers (ONLY=subject)
	@$(PYTHON) -m benchmarks $(if $(ONLY),--only $(ONLY))

pictures: .venv/dev  ## take the pictures of README and docs/customers.md from demos that it runs; end your own first
	@$(PYTHON) docs/pictures/take.py

audit:  ## look for known vulnerabilities in what the bot runs on; needs the network
	@python3 -m venv .venv/audit && .venv/audit/bin/pip -q install pip-audit
	.venv/audit/bin/pip-audit --strict --vulnerability-service osv --require-hashes --disable-pip -r requirements/run.txt

check: lint types arrows $(if $(TESTED),,test)  ## what has to hold before a commit

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

messages: .venv/dev  ## collect the sentences of views/, bring the translations up to date, and say how complete each is
	@.venv/bin/pybabel -q extract -F views/locales/babel.ini --no-location --omit-header -k _ -k N_ -k ngettext:1,2 -o views/locales/panelgram.pot views
	@for file in views/locales/*.po; do .venv/bin/pybabel -q update $(UPDATE) -l $$(basename $$file .po | tr - _) -o $$file; done
	@$(PYTHON) -m tests.views.completeness

sentences: messages  ## write docs/sentences.md: everything that the bot can say
	@$(PYTHON) -m tests.views.gallery

gallery: .venv/dev  ## write data/gallery/: everything that the bot can say, in every language, as pages for a browser
	@$(PYTHON) -m tests.views.gallery html

lock: .venv/dev  ## choose versions anew; needs uv
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra pictures --extra postgres -o requirements/run.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --extra pictures --extra postgres --group dev -o requirements/dev.txt pyproject.toml
	echo uv | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements/uv.txt -

clean:  ## take away what was installed and the demo's data
	rm -rf .venv data/demo*.db*

.venv/run: requirements/run.txt requirements/uv.txt setup.sh
	@sh setup.sh requirements/run.txt
	@touch $@

.venv/dev: requirements/dev.txt requirements/uv.txt setup.sh
	@sh setup.sh requirements/dev.txt
	@touch .venv/run $@
