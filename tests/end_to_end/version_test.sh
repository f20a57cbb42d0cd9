#!/bin/bash
# A program for people says which commit it was built from, and so does its trainer
# in what it makes; one for caches says that it does not.
source "$(dirname "$0")/common.sh"

STAMPED=$(dirname "$FLOW")/flow
write_experiment small.textproto
small=(small.textproto --set train.steps=20 --set train.checkpoint_every=20)
expect_exit 0 "commit (unknown|[0-9a-f]{7,40}\+?)$" "$STAMPED" version
expect_exit 0 "commit unstamped$" "$FLOW" version
expect_exit 0 "result.json" "$STAMPED" run "${small[@]}" --out stamped
expect_exit 0 "result.json" "$FLOW" run "${small[@]}" --out unstamped
grep -qE '"commit": "(unknown|[0-9a-f]{7,40}\+?)"' stamped/result.json ||
  fail "no commit: $(grep commit stamped/result.json)"
grep -q '"commit": "unstamped"' unstamped/result.json ||
  fail "a commit: $(grep commit unstamped/result.json)"
same_run stamped unstamped
