#!/bin/bash
# Whatever is wrong, the answer is a sentence at the right place and the right
# exit code, and nothing half-written stays behind.
source "$(dirname "$0")/common.sh"

# 1: the experiment is wrong
expect_exit 1 "cannot open 'none.textproto'.*\[file-not-found\]" \
  "$FLOW" check none.textproto
: >empty.textproto
expect_exit 1 "empty.textproto:1:1: error: .*\[syntax\]" "$FLOW" check empty.textproto
head -c 4096 "$FLOW" >binary.textproto
expect_exit 1 "error: .*\[syntax\]" "$FLOW" check binary.textproto
head -c 20000 /dev/zero | tr '\0' '{' >braces.textproto
expect_exit 1 "error: .*\[syntax\]" "$FLOW" check braces.textproto
{ for _ in $(seq 20000); do printf 'source{'; done; } >deep.textproto
expect_exit 1 "error: " "$FLOW" check deep.textproto

write_experiment small.textproto
expect_exit 1 "^--set:1:13: error: 'train.steps' must be >= 1; got 0" \
  "$FLOW" run small.textproto --set train.steps=0

cat >csv.textproto <<'EOF'
name: "csv"
source { gaussian { dim: 2 } }
target { array_file { path: "points.csv" } }
model { mlp { hidden: [8] } }
EOF
printf 'x,y\n1,2\n3\n' >points.csv
expect_exit 1 "points.csv:3:2: " "$FLOW" check csv.textproto
printf 'x,y\n1,2\n3,nan\n' >points.csv
expect_exit 1 "points.csv:3:3: .*finite" "$FLOW" check csv.textproto
printf 'x,y\n1,2\n3,4\n5,6\n' >points.csv
expect_exit 0 "fine" "$FLOW" check csv.textproto

"$FLOW" run small.textproto --set train.steps=20 --out taken
expect_exit 1 "'taken' holds a run of another plan or seed" \
  "$FLOW" run small.textproto --set train.steps=21 --out taken
mkdir foreign && touch foreign/thesis.tex
expect_exit 1 "'foreign' is not empty and holds no run" \
  "$FLOW" run small.textproto --out foreign

# a learning rate at which the loss overflows
expect_exit 1 "train_velocity.*not finite at step" \
  "$FLOW" run small.textproto --out diverges \
  --set 'train.optimizer.sgd.learning_rate=100' --set 'train.schedule.constant.warmup=0'

# 2: the command line is wrong
expect_exit 2 "there is no verb 'chek'; did you mean 'check'" "$FLOW" chek
expect_exit 2 "did you mean --threads" "$FLOW" run small.textproto --thread 2
expect_exit 2 "must be a whole number >= 1" "$FLOW" run small.textproto --threads 0

# 3: the world fails
expect_exit 3 "'/proc/nowhere" "$FLOW" run small.textproto --out /proc/nowhere
# a limit on the size of files stands in for a full disk
full() { (ulimit -f 8 && exec "$FLOW" run small.textproto --out full); }
expect_exit 3 "full/stages/01-train_velocity/checkpoint.safetensors" full
[ -z "$(find full -name '*.tmp-*')" ] || fail "half-written files: $(find full)"
[ ! -e full/result.json ] || fail "a result of a failed run"
# and the same folder is good once there is room
expect_exit 0 "full/result.json" "$FLOW" run small.textproto --out full
# a GPU without its libraries, which tests do not see
expect_exit 3 'a GPU needs libtorch_cuda.so, which cannot be loaded.*LD_LIBRARY_PATH' \
  "$FLOW" run small.textproto --out gpu --device cuda
[ ! -e gpu ] || fail "something was written for a GPU that is not there"
echo "every mistake has its answer"
