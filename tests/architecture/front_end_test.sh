#!/bin/bash
# The front end links no LibTorch; the trainer does.
set -euo pipefail
flow=$(realpath "$1")
# all of the output is read: a reader that stops early breaks the pipe
needs_torch() { readelf -d "$1" | grep 'NEEDED.*torch' >/dev/null; }
if needs_torch "$flow"; then
  echo "flow links LibTorch" >&2
  exit 1
fi
needs_torch "${flow}_trainer" || {
  echo "this test does not see what the trainer links" >&2
  exit 1
}
