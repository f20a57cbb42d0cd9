#ifndef FLOWLANG_COMPARE_JUNIT_H_
#define FLOWLANG_COMPARE_JUNIT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/compare/verdict.h"

namespace flow::lang {

/// The verdicts as a JUnit report: a suite named `suite`, a case a claim; a
/// claim that is not met is a failure with its sentence, of type "not-met" or
/// "undecided".
std::string RenderJUnit(absl::string_view suite,
                        const std::vector<Verdict>& verdicts);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_JUNIT_H_
