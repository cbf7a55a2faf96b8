# The three commands of a developer: make setup, make test, make demo. Each installs what it needs, once.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint lock messages

VENV := .venv
PYTHON := $(VENV)/bin/python
TESTS ?=

help:
	@echo "make setup   install everything into $(VENV) (apt packages on Debian, then the locked Python packages)"
	@echo "make demo    run the whole job on sample mail made on the spot"
	@echo "make test    run every test (TESTS=tests/flows for one room)"
	@echo "make lint    ruff and mypy over the whole house"
	@echo "make messages  collect what the pages say, and compile the English (CHECK=1: only look)"
	@echo "make lock    renew requirements.lock and scripts/uv.lock from pyproject.toml"

setup:
	@scripts/setup

demo: setup
	@scripts/demo

test: setup
	@$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

lint: setup
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy

lock: setup
	@scripts/lock

messages: setup
	@$(PYTHON) scripts/messages.py $(if $(CHECK),--check)
