#!/bin/bash
# Experiments and suites are sound, without a warning: flow, then their files.
set -euo pipefail
flow="$1"
shift
output=$("$flow" check "$@" 2>&1) || { echo "$output"; exit 1; }
! grep -q "warning" <<<"$output" || { echo "$output"; exit 1; }
