"""What the benchmarks share: a quiet machine, the baseline server, load, and how results are told."""
