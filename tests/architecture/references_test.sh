#!/bin/bash
# Every citation has its entry in docs/references.md, and every entry is cited.
#
# A citation is a key in brackets, alone or with company: [Hoeffding48], two of
# them [Dormand80; Hairer93, II.5]. It may go on in the next line of a comment.
#
# usage: references_test.sh ANY_FILE_OF_THE_TREE'S_ROOT
# The whole tree is read, not the copies of a few files that a test is given.
set -euo pipefail
cd "$(dirname "$(realpath "$1")")"
key='[A-Z][A-Za-z]+[0-9]{2}[a-z]?'
list=docs/references.md

# The keys that a file cites, one a line: its comment signs are taken off and
# its lines joined, so that a bracket may span two.
keys_in() {
  sed -E 's#^[[:space:]]*(//+|\#+)[[:space:]]?##' "$1" | tr '\n' ' ' |
    { grep -oE "\[$key([,;][^][]*)?\]" || true; } |
    { grep -oE "(\[|; *)$key" || true; } | { grep -oE "$key" || true; }
}

# file names, of those that hold the beginning of a citation
citing_files() {
  find . \( -name '.?*' -o -name 'bazel-*' -o -path ./out \) -prune -o -type f \
    \( -name '*.h' -o -name '*.cc' -o -name '*.proto' -o -name '*.py' \
    -o -name '*.js' -o -name '*.sh' -o -name '*.bzl' -o -name '*.md' \
    -o -name '*.textproto' -o -name BUILD \) -print |
    grep -vxF -e "./$list" -e ./tests/architecture/references_test.sh |
    xargs -d '\n' grep -lE "\[$key[],;]" | sort
}

status=0
fail() {
  echo "$1" >&2
  status=1
}

listed=$(grep -oE "^- \[$key\]" "$list" | grep -oE "$key")
[ "$listed" = "$(LC_ALL=C sort -u <<<"$listed")" ] ||
  fail "$list: the keys must be in alphabetical order, each once"

used=
while read -r file; do
  for one in $(keys_in "$file" | sort -u); do
    used+="$one"$'\n'
    grep -qx "$one" <<<"$listed" ||
      fail "${file#./}: [$one] has no entry in $list"
  done
done < <(citing_files)
[ -n "$used" ] || fail "no citation was found: this test does not see the tree"

for one in $listed; do
  grep -qx "$one" <<<"$used" || fail "$list: nobody cites [$one]"
done
exit $status
