#include "flowlang/cli/progress_printer.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace flow::lang {
namespace {

constexpr absl::Duration kTerminalInterval = absl::Milliseconds(100);
constexpr absl::Duration kPlainInterval = absl::Seconds(10);

// 410000 -> "410k"
std::string Thousands(double value) {
  if (value >= 1e6) return absl::StrFormat("%.1fM", value / 1e6);
  if (value >= 1e3) return absl::StrFormat("%.0fk", value / 1e3);
  return absl::StrFormat("%.0f", value);
}

std::string Clock(double seconds) {
  const int64_t whole = std::llround(std::min(seconds, 1e9));
  if (whole >= 3600) {
    return absl::StrFormat("%d:%02d:%02d", whole / 3600, whole / 60 % 60,
                           whole % 60);
  }
  return absl::StrFormat("%d:%02d", whole / 60, whole % 60);
}

}  // namespace

std::string FormatProgress(absl::string_view stage,
                           const TrainProgress& progress, int width) {
  std::string line =
      absl::StrCat(stage, " ", progress.step, "/", progress.steps);
  const std::string parts[] = {
      absl::StrFormat("  loss %.4g", progress.loss),
      absl::StrCat("  ", Thousands(progress.samples_per_second), " samples/s"),
      absl::StrCat("  ", Clock(progress.seconds_left), " left")};
  for (const std::string& part : parts) {
    if (static_cast<int64_t>(line.size() + part.size()) > width) break;
    line += part;
  }
  return line;
}

std::string FormatPoints(absl::string_view stage, int64_t done,
                         int64_t points) {
  return absl::StrCat(stage, " ", done, "/", points, " points");
}

void ProgressPrinter::OnStage(absl::string_view stage, absl::string_view note) {
  line_.Print(note.empty() ? std::string(stage)
                           : absl::StrCat(stage, ": ", note));
}

void ProgressPrinter::OnTrain(absl::string_view stage,
                              const TrainProgress& progress) {
  Show(progress.step == progress.steps,
       [&] { return FormatProgress(stage, progress, line_.width()); });
}

void ProgressPrinter::OnPoints(absl::string_view stage, int64_t done,
                               int64_t points) {
  Show(done == points, [&] { return FormatPoints(stage, done, points); });
}

void ProgressPrinter::Show(bool is_last,
                           absl::FunctionRef<std::string()> line) {
  const absl::Time now = absl::Now();
  const absl::Duration interval =
      line_.changes() ? kTerminalInterval : kPlainInterval;
  if (!is_last && now - last_ < interval) return;
  last_ = now;
  if (line_.changes() && !is_last) {
    line_.Replace(line());
  } else {
    line_.Print(line());
  }
}

void ProgressPrinter::OnWarning(absl::string_view stage,
                                absl::string_view text) {
  line_.Print(absl::StrCat(stage, ": warning: ", text));
}

void ProgressPrinter::OnMetric(absl::string_view protocol,
                               absl::string_view metric, double value) {
  line_.Print(absl::StrFormat("  %s %s %.6g", protocol, metric, value));
}

}  // namespace flow::lang
