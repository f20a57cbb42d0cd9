#ifndef FLOWLANG_CLI_WARNING_PRINTER_H_
#define FLOWLANG_CLI_WARNING_PRINTER_H_

#include <string>

#include "flowlang/lower/progress.h"

namespace flow::lang {

/// Tells stderr warnings, and nothing else. Thread-safe.
class WarningPrinter : public SilentProgress {
 public:
  /// `who` stands in front of each: "flow client".
  explicit WarningPrinter(std::string who);

  void OnWarning(absl::string_view stage, absl::string_view text) override;

 private:
  std::string who_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_WARNING_PRINTER_H_
