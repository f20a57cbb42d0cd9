# What the tests of several processes share: source it after common.sh, with `processes`
# the number of them and `flag` what `flow run` is told, --clients or --batches.

# c10d asks for the name of each process that comes, for seconds where no name server
# answers
export RES_OPTIONS="timeout:1 attempts:1"

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# begin NAME OUT FLAGS...: the processes, as a launcher would start them, whose numbers are
# in pids; what they say is in OUT.0, OUT.1, ...
begin() {
  local name=$1 out=$2 port rank
  shift 2
  port=$(free_port)
  pids=()
  for ((rank = 0; rank < processes; rank++)); do
    RANK=$rank WORLD_SIZE=$processes MASTER_ADDR=127.0.0.1 MASTER_PORT=$port \
      "$FLOW" run "$name.textproto" --out "$out" --threads 1 "$flag" processes \
      "$@" >"$out.$rank" 2>&1 &
    pids+=($!)
  done
}

# expect_end RANK CODES PATTERN OUT: the exit code of the process, and what it said
expect_end() {
  local status=0
  wait "${pids[$1]}" 2>/dev/null || status=$?
  [[ " $2 " == *" $status "* ]] ||
    fail "process $1 ended with $status and not $2"$'\n'"$(cat "$4".?)"
  [ -z "$3" ] || grep -qE "$3" "$4.$1" ||
    fail "process $1 said no '$3'"$'\n'"$(cat "$4".?)"
}

# await FILE: until it is there
await() {
  for _ in $(seq 600); do
    [ -e "$1" ] && return
    sleep 0.1
  done
  fail "no $1 in a minute"$'\n'"$(cat ./*.?)"
}
