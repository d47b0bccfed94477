.DEFAULT_GOAL := help
SHELL := /bin/bash

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
TIMEOUT  ?= 20m
FUZZTIME ?= 30s
LINT     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FLAGS    := -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)"
LIVE     := go run ./tools/livetest --
GOLDEN    = $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u)

.PHONY: help build check test test-full race lint cover bench bench-full bench-all golden fuzz docs dist clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## bin/dogwatch for this machine
	CGO_ENABLED=0 go build $(FLAGS) -o bin/dogwatch ./cmd/dogwatch

check: ## go vet and gofmt
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "not gofmt-clean:"; echo "$$unformatted"; exit 1; }
	go vet ./...

test: check ## everything, on real MariaDB and PostgreSQL (installed if missing and root)
	tools/servers.sh
	$(LIVE) go test -timeout $(TIMEOUT) ./...

test-full: check ## test, with every seed and scale of the sample estate
	tools/servers.sh
	DOGWATCH_TEST_FULL=1 $(LIVE) go test -timeout 60m ./...

race: ## the short tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 $(LIVE) go test -race -short -timeout 40m ./...

lint: ## golangci-lint, with .golangci.yml
	go run $(LINT) run

cover: ## coverage.txt and its total
	$(LIVE) go test -timeout $(TIMEOUT) -coverprofile=coverage.txt -coverpkg=./... ./...
	go tool cover -func=coverage.txt | tail -1

bench: ## our times beside the references at 1,000,000 rows, in pairs
	DOGWATCH_BENCH_ROWS=1000000 $(LIVE) go test -run '^$$' -bench 'Ratio|Memory' -benchtime 7x -timeout 30m ./bench

bench-full: ## the same at 5,000,000 and 10,000,000 rows: an hour and more
	DOGWATCH_BENCH_ROWS=5000000 $(LIVE) go test -run '^$$' -bench 'Ratio|Memory' -benchtime 7x -timeout 3h ./bench
	DOGWATCH_BENCH_ROWS=10000000 $(LIVE) go test -run '^$$' -bench 'Ratio.*/MariaDB|Memory' -benchtime 7x -timeout 3h ./bench

bench-all: ## every benchmark of every package, with allocations
	$(LIVE) go test -run '^$$' -bench . -skip Ratio -benchmem -timeout $(TIMEOUT) ./...

golden: ## rewrite golden files: look at the difference before you commit it
	@for p in $(GOLDEN); do go test $$p -update || exit 1; done

fuzz: ## every fuzz target for FUZZTIME (30s)
	@grep -roE '^func Fuzz[A-Za-z0-9_]+' --include='*_test.go' . | sort | while IFS=: read -r file name; do \
		echo "$$(dirname $$file) $${name#func }"; \
		go test $$(dirname $$file) -run '^$$' -fuzz "^$${name#func }\$$" -fuzztime $(FUZZTIME) || exit 1; done

docs: ## rewrite the generated pages of docs/
	rm -rf docs/catalog # pages of what is no longer shipped
	go run ./cmd/dogwatch docs --output docs

dist: ## dist/: static binaries for three platforms, with SHA256SUMS
	tools/dist.sh "$(VERSION)"

clean: ## remove what was built
	rm -rf bin dist coverage.txt
