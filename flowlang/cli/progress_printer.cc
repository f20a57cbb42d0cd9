#include "flowlang/cli/progress_printer.h"

#include <cmath>
#include <cstdio>

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
                           const TrainProgress& progress) {
  return absl::StrFormat("%s %d/%d  loss %.4g  %s samples/s  %s left", stage,
                         progress.step, progress.steps, progress.loss,
                         Thousands(progress.samples_per_second),
                         Clock(progress.seconds_left));
}

ProgressPrinter::~ProgressPrinter() {
  if (line_open_) std::fputs("\n", stderr);
}

void ProgressPrinter::OnStage(absl::string_view stage, absl::string_view note) {
  Print(note.empty() ? std::string(stage) : absl::StrCat(stage, ": ", note));
}

void ProgressPrinter::OnTrain(absl::string_view stage,
                              const TrainProgress& progress) {
  const bool last = progress.step == progress.steps;
  const absl::Time now = absl::Now();
  const absl::Duration interval =
      terminal_ ? kTerminalInterval : kPlainInterval;
  if (!last && now - last_ < interval) return;
  last_ = now;
  const std::string line = FormatProgress(stage, progress);
  if (terminal_ && !last) {
    Replace(line);
  } else {
    Print(line);
  }
}

void ProgressPrinter::OnMetric(absl::string_view protocol,
                               absl::string_view metric, double value) {
  Print(absl::StrFormat("  %s %s %.6g", protocol, metric, value));
}

void ProgressPrinter::Replace(const std::string& line) {
  std::fprintf(stderr, "\r\033[K%s", line.c_str());
  std::fflush(stderr);
  line_open_ = true;
}

void ProgressPrinter::Print(const std::string& line) {
  std::fprintf(stderr, "%s%s\n", line_open_ ? "\r\033[K" : "", line.c_str());
  line_open_ = false;
}

}  // namespace flow::lang
