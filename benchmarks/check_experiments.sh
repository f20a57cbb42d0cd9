#!/bin/bash
# Experiments and suites are sound: flow, then their files. No warning but of data
# sets that are somewhere else.
set -euo pipefail
flow="$1"
shift
output=$("$flow" check "$@" 2>&1) || { echo "$output"; exit 1; }
! grep ": warning: " <<<"$output" | grep -qv "\[file-not-found\]" || { echo "$output"; exit 1; }
