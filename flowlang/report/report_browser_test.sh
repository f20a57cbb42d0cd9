#!/bin/bash
# Opens reports in a headless browser and makes every choice that they offer: no
# error on the console, every panel drawn. Without Chromium it says so and passes.
set -u

browser="$(command -v chromium || command -v chromium-browser || true)"
if [[ -z "${browser}" ]]; then
  echo "chromium is not installed: the page was not opened in a browser"
  exit 0
fi

sample_report="$1"
choices="$2"
scratch="${TEST_TMPDIR:-$(mktemp -d)}"
# a home of its own: the sandbox has none that can be written
export HOME="${scratch}"
failed=0

complain() {
  echo "$1"
  failed=1
}

# The page's clock runs on while other threads unpack its data: of 20 s nothing was
# left on a busy machine.
budget=200000

# open_page NAME: NAME.html becomes NAME.dom and NAME.log
open_page() {
  timeout 90 "${browser}" --headless=new --no-sandbox --disable-gpu \
    --disable-dev-shm-usage --user-data-dir="${scratch}/profile" \
    --enable-logging=stderr --v=0 --virtual-time-budget="${budget}" \
    --window-size=1200,2400 --dump-dom "file://${scratch}/$1.html" \
    > "${scratch}/$1.dom" 2> "${scratch}/$1.log"
  if grep -E 'CONSOLE|Uncaught' "${scratch}/$1.log"; then
    complain "the page '$1' wrote to the console"
  fi
  if ! grep -q '<body[^>]* data-ready="true"' "${scratch}/$1.dom"; then
    tail -20 "${scratch}/$1.log"
    complain "the script of the page '$1' did not come to its end"
  fi
}

# expect_no_panels NAME PANEL...
expect_no_panels() {
  local name="$1" panel
  shift
  for panel in "$@"; do
    grep -q "<section id=\"${panel}\"" "${scratch}/${name}.dom" &&
      complain "there is a panel '${panel}' on the page '${name}'"
  done
}

# expect_panels NAME PANEL...
expect_panels() {
  local name="$1" panel
  shift
  for panel in "$@"; do
    grep -q "<section id=\"${panel}\"" "${scratch}/${name}.dom" ||
      complain "no panel '${panel}' on the page '${name}'"
  done
}

"${sample_report}" full "${scratch}/full.html" || exit 1
"${sample_report}" bare "${scratch}/bare.html" || exit 1
"${sample_report}" federations "${scratch}/federations.html" || exit 1

open_page full
expect_panels full verdicts summary metrics costs samples flow losses stages \
  timings provenance
expect_no_panels full communication clients
# several svg of Plotly to a plot, and nine plots at the first sight
plots="$(grep -o 'class="main-svg"' "${scratch}/full.dom" | wc -l)"
(( plots >= 9 )) || complain "only ${plots} plots were drawn"
features='Features of recall: made_up (0123abcd), 32 features\.'
grep -q "${features}" "${scratch}/full.dom" ||
  complain "the page 'full' does not say '${features}'"

open_page bare
expect_panels bare provenance
expect_no_panels bare communication clients

open_page federations
expect_panels federations clients communication
for text in '2 clients · worst: client' '100 clients · worst: client 17,' \
  '2 without a value (3, 60)' '>potential<' '>together<' '>1908.0 ± 1.0<' \
  '>280<' 'links,&nbsp;s' '>2468<'; do  # MB with the edges, links of both
  grep -q "${text}" "${scratch}/federations.dom" ||
    complain "the page 'federations' does not say '${text}'"
done

# make_choices NAME MARK...
make_choices() {
  local name="$1" mark
  shift
  {
    sed 's#</body>##; s#</html>##' "${scratch}/${name}.html"
    echo "<script>"
    cat "${choices}"
    echo "</script></body></html>"
  } > "${scratch}/${name}_choices.html"
  open_page "${name}_choices"
  for mark in everything "$@"; do
    grep -o '<body[^>]*>' "${scratch}/${name}_choices.dom" |
      grep -q "data-${mark}=" ||
      complain "after all choices of '${name}' the body has no data-${mark}"
  done
}

# the samples come as points, as pictures and as histograms (bars)
make_choices full points picture bars played density plates section
# clients sorted and told apart by their numbers; the silent method as a line
make_choices federations ranks numbers silent
exit "${failed}"
