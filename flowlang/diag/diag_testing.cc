#include "flowlang/diag/diag_testing.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "flowlang/diag/renderer.h"

namespace flow::lang {
namespace {

std::string Rendered(const std::vector<Diagnostic>& diagnostics) {
  DiagnosticSink sink;
  for (const Diagnostic& diagnostic : diagnostics) sink.Add(diagnostic);
  return RenderDiagnostics(sink);
}

}  // namespace

std::vector<Diagnostic> DiagnosticTest::Left() const {
  std::vector<Diagnostic> left;
  for (const Diagnostic& diagnostic : sink_.Sorted()) {
    if (std::find(taken_.begin(), taken_.end(), diagnostic) == taken_.end()) {
      left.push_back(diagnostic);
    }
  }
  return left;
}

Diagnostic DiagnosticTest::Take(Severity severity, Code code,
                                absl::string_view fragment) {
  const std::vector<Diagnostic> left = Left();
  for (const Diagnostic& diagnostic : left) {
    if (diagnostic.severity == severity && diagnostic.code == code &&
        absl::StrContains(diagnostic.message, fragment)) {
      taken_.push_back(diagnostic);
      return diagnostic;
    }
  }
  ADD_FAILURE() << "no " << (severity == Severity::kError ? "error" : "warning")
                << " [" << CodeSlug(code) << "] with '" << fragment
                << "'; there is\n"
                << Rendered(left);
  return {};
}

Diagnostic DiagnosticTest::TakeError(Code code, absl::string_view fragment) {
  return Take(Severity::kError, code, fragment);
}

Diagnostic DiagnosticTest::TakeWarning(Code code, absl::string_view fragment) {
  return Take(Severity::kWarning, code, fragment);
}

std::string DiagnosticTest::TakeRendered() {
  const std::vector<Diagnostic> left = Left();
  taken_.insert(taken_.end(), left.begin(), left.end());
  return Rendered(left);
}

void DiagnosticTest::TearDown() {
  EXPECT_EQ(TakeRendered(), "") << "diagnostics that the test did not take";
}

}  // namespace flow::lang
