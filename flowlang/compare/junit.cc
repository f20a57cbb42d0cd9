#include "flowlang/compare/junit.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "flowlang/compare/xml_escape.h"

namespace flow::lang {

std::string RenderJUnit(absl::string_view suite,
                        const std::vector<Verdict>& verdicts) {
  const auto failures =
      std::count_if(verdicts.begin(), verdicts.end(),
                    [](const Verdict& verdict) { return !verdict.met; });
  const std::string name = EscapeXml(suite);
  std::string out =
      absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n",
                   "  <testsuite name=\"", name, "\" tests=\"", verdicts.size(),
                   "\" failures=\"", failures, "\" errors=\"0\">\n");
  for (const Verdict& verdict : verdicts) {
    absl::StrAppend(&out, "    <testcase classname=\"", name, "\" name=\"",
                    EscapeXml(verdict.claim), "\"");
    if (verdict.met) {
      absl::StrAppend(&out, "/>\n");
      continue;
    }
    absl::StrAppend(&out, ">\n      <failure type=\"",
                    verdict.decided ? "not-met" : "undecided", "\" message=\"",
                    EscapeXml(verdict.sentence), "\"/>\n    </testcase>\n");
  }
  return absl::StrCat(out, "  </testsuite>\n</testsuites>\n");
}

}  // namespace flow::lang
