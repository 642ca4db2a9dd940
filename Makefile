# The commands of the site. `make run` needs nothing but Python 3.11 or newer.

PYTHON ?= python3
VENV ?= .venv
ADDRESS ?= 127.0.0.1:8000

# What a laptop needs and a server must not have; any of it may be given from outside.
export SECRET_KEY ?= for-this-laptop-only-and-no-secret
export HTTPS ?= off
export LAPTOP ?= on
# Lines are shown as they come, also by a pipe.
export PYTHONUNBUFFERED ?= 1

# Debian's python3 comes without what makes virtual environments; it is installed where that asks nobody for a password.
AS_ROOT = $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
INSTALL_VENV = { echo "Installing python3-venv ..."; $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -yqq python3-venv > /dev/null; }

PY = $(VENV)/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check
PO = $(wildcard locale/*/LC_MESSAGES/django.po)
# What Wagtail leaves in English: `manage.py collect_wagtail_words` collects it.
WAGTAIL_PO = $(wildcard locale/wagtail/*/LC_MESSAGES/*.po)
MO = $(PO:.po=.mo) $(WAGTAIL_PO:.po=.mo)
LANGUAGES = $(PO:locale/%/LC_MESSAGES/django.po=%)

.PHONY: help run address test lint format messages clean

help:
	@echo "make run       start the site with demonstration content at http://$(ADDRESS)/; ADDRESS=host:port elsewhere"
	@echo "make test      run all tests; pytest's options go into ARGS, such as ARGS='-k pledge'"
	@echo "make lint      check the code's and the templates' style"
	@echo "make format    put the code into its style"
	@echo "make messages  collect the words of the interface into locale/"
	@echo "make clean     delete what these commands made, the site's own data apart"

# First of all whether the port is free: to make all the rest takes minutes.
run: export BASE_URL ?= $(shell $(PYTHON) demo/address.py $(ADDRESS) 2> /dev/null)
# Whoever starts the site while another process prepares it waits for that process.
run: export SQLITE_TIMEOUT ?= 300
run: address $(VENV)/.requirements-demo $(MO)
	@echo "Preparing the database and, unless there is a site, the demonstration content ..."
	@$(PY) manage.py prepare_demo
	@$(PY) manage.py serve_demo $(ADDRESS)

address:
	@$(PYTHON) demo/address.py $(ADDRESS) > /dev/null

test: $(VENV)/.requirements-dev $(MO)
	@CHROMIUM="$$(PYTHON=$(PY) tests/support/find_browser.sh)" && export CHROMIUM && $(PY) -m pytest $(ARGS)

lint: $(VENV)/.requirements-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --lint --quiet templates

format: $(VENV)/.requirements-dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Needs GNU gettext. The date of each run is left out: it would be a change in every file every time.
messages: $(VENV)/.requirements
	@mkdir -p locale
	@$(PY) manage.py makemessages $(LANGUAGES:%=--locale %) --ignore .venv --ignore var --ignore tests \
		--no-wrap --no-obsolete --add-location file
	@sed -i.old '/^"POT-Creation-Date: /d' $(LANGUAGES:%=locale/%/LC_MESSAGES/django.po)
	@rm -f $(LANGUAGES:%=locale/%/LC_MESSAGES/django.po.old)

clean:
	rm -rf $(VENV) $(MO) .pytest_cache .ruff_cache var/static
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "The site needs Python 3.11 or newer; '$(PYTHON)' is not. Try make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || $(INSTALL_VENV) \
		|| { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.requirements: requirements.txt | $(PY)
	@echo "Installing what the site needs (a minute or two, the first time) ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.requirements-demo: requirements-demo.txt requirements.txt | $(PY)
	@echo "Installing what the site and its demonstration need (a minute or two, the first time) ..."
	@$(PIP) -r requirements-demo.txt
	@touch $@ $(VENV)/.requirements

$(VENV)/.requirements-dev: requirements-dev.txt requirements-demo.txt requirements.txt | $(PY)
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.requirements-demo $(VENV)/.requirements

%.mo: %.po | $(VENV)/.requirements
	@echo "Compiling $< ..."
	@$(VENV)/bin/pybabel --quiet compile --input-file $< --output-file $@
