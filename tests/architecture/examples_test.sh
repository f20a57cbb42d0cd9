#!/bin/bash
# Every example checks and plans.
set -euo pipefail
flow=$(realpath "$1")
count=0
for file in examples/*.textproto; do
  "$flow" check "$file"
  "$flow" plan "$file" >/dev/null
  count=$((count + 1))
done
[ "$count" -ge 8 ] || { echo "only $count examples" >&2; exit 1; }
