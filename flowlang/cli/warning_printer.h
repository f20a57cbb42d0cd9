#ifndef FLOWLANG_CLI_WARNING_PRINTER_H_
#define FLOWLANG_CLI_WARNING_PRINTER_H_

#include <string>

#include "flowlang/lower/progress.h"

namespace flow::lang {

/// Tells stderr warnings, and nothing else. Thread-safe.
class WarningPrinter : public ProgressSink {
 public:
  /// `who` stands in front of each: "flow client".
  explicit WarningPrinter(std::string who);

  void OnStage(absl::string_view, absl::string_view) override {}
  void OnTrain(absl::string_view, const TrainProgress&) override {}
  void OnPoints(absl::string_view, int64_t, int64_t) override {}
  void OnWarning(absl::string_view stage, absl::string_view text) override;
  void OnMetric(absl::string_view, absl::string_view, double) override {}

 private:
  std::string who_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_WARNING_PRINTER_H_
