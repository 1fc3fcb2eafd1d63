.PHONY: run build test prove lint format bench clean

run:
	@scripts/run

build:
	@scripts/bootstrap run
	@scripts/build

test:
	@scripts/test

prove:
	@scripts/prove

lint:
	@scripts/lint

format:
	@swift format format --in-place --parallel --recursive Package.swift Sources Tests

bench:
	@scripts/bench

clean:
	@rm -rf .build .build-tsan .build-asan
