#!/bin/bash
# The experiments of the table are sound, without a warning.
set -euo pipefail
flow="$1"
shift
output=$("$flow" check "$@" 2>&1) || { echo "$output"; exit 1; }
! grep -q "warning" <<<"$output" || { echo "$output"; exit 1; }
