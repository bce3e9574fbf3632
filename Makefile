# What a person types. How each part is built and tested by itself: CONTRIBUTING.md.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:

TARGET := $(or $(CARGO_TARGET_DIR),target)
UI_SOURCES := $(shell find ui/src ui/*.html ui/*.json ui/*.ts ui/*.js -type f 2>/dev/null)

.PHONY: help run build test soak bench ui types install install-for-tests

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 22

run: build ## Install what is missing, build everything, open the window (without a display: run the sample)
	@scripts/run "$(TARGET)/release"

build: install ui/dist/index.html ## Install what is missing and build everything for use
	@cargo build --release --locked -p plumbline-cli -p plumbline-desktop
	echo "Built $(TARGET)/release/plumbline and $(TARGET)/release/plumbline-desktop"

test: install-for-tests ## Install what is missing and run every test
	@scripts/test

soak: install ## Settle 100,000 random agreements twice: by the engine and by the reference in exact fractions (PLUMBLINE_SOAK_SEED=1 takes others)
	@PLUMBLINE_SOAK_CASES=100000 cargo test --locked -p plumbline-settlement --test settlement reference::compared

bench: install-for-tests ui/dist/index.html ## Install what is missing and measure what a person waits for
	@scripts/bench

ui: install ui/dist/index.html ## Build the page of the window

types: install ## Write the types that the page shares with the program
	@UPDATE_TYPES=1 cargo test --locked -p plumbline-api --test api types

install: ## Install what the build needs
	@scripts/install build

install-for-tests: ## Install what the tests need as well
	@scripts/install test

ui/dist/index.html: $(UI_SOURCES)
	@npm run --silent --prefix ui build
	touch $@
