#!/bin/sh
# The driver needs nothing but the standard library; the peers' Python is its
# argument.
exec python3 benchmarks/peers/quality.py "$@"
