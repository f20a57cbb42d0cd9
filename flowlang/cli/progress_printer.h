#ifndef FLOWLANG_CLI_PROGRESS_PRINTER_H_
#define FLOWLANG_CLI_PROGRESS_PRINTER_H_

#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "flowlang/cli/status_line.h"
#include "flowlang/lower/progress.h"

namespace flow::lang {

/// "train_velocity 1200/20000  loss 0.532  410k samples/s  0:12 left", without
/// the last parts where `width` has no room for them.
std::string FormatProgress(absl::string_view stage,
                           const TrainProgress& progress, int width);

/// "push_block_1 65536/100000 points"
std::string FormatPoints(absl::string_view stage, int64_t done, int64_t points);

/// Tells `out` how one run goes on: on a terminal one line that changes in
/// place, otherwise a plain line at most every ten seconds. For one thread.
class ProgressPrinter : public ProgressSink {
 public:
  explicit ProgressPrinter(std::FILE* out) : line_(out) {}

  void OnStage(absl::string_view stage, absl::string_view note) override;
  void OnTrain(absl::string_view stage, const TrainProgress& progress) override;
  void OnPoints(absl::string_view stage, int64_t done, int64_t points) override;
  void OnWarning(absl::string_view stage, absl::string_view text) override;
  void OnMetric(absl::string_view protocol, absl::string_view metric,
                double value) override;

 private:
  // `line` is how things stand, the last word of the stage if `is_last`.
  void Show(bool is_last, absl::FunctionRef<std::string()> line);

  StatusLine line_;
  absl::Time last_ = absl::InfinitePast();
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_PROGRESS_PRINTER_H_
