#ifndef FLOWLANG_DIAG_DIAG_TESTING_H_
#define FLOWLANG_DIAG_DIAG_TESTING_H_

/// A fixture for code that reports to a sink. Each expected diagnostic is taken
/// by the test; what is left at its end fails it:
///
///     using BatchTest = DiagnosticTest;
///     TEST_F(BatchTest, MustBePositive) {
///       CheckBatch(0, sink());
///       TakeError(Code::kOutOfRange, "must be >= 1");
///     }

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "flowlang/diag/code.h"
#include "flowlang/diag/diagnostic.h"
#include "flowlang/diag/diagnostic_sink.h"

namespace flow::lang {

class DiagnosticTest : public testing::Test {
 protected:
  DiagnosticSink* sink() { return &sink_; }

  /// The first error, by position and not yet taken, of this code and with this
  /// fragment in its message. Fails the test and gives an empty one if there is
  /// none.
  Diagnostic TakeError(Code code, absl::string_view fragment);
  Diagnostic TakeWarning(Code code, absl::string_view fragment);

  /// All that is not yet taken, as the user sees it; takes it.
  std::string TakeRendered();

  /// Fails the test if something is not taken.
  void TearDown() override;

 private:
  std::vector<Diagnostic> Left() const;
  Diagnostic Take(Severity severity, Code code, absl::string_view fragment);

  DiagnosticSink sink_;
  std::vector<Diagnostic> taken_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_DIAG_DIAG_TESTING_H_
