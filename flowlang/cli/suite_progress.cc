#include "flowlang/cli/suite_progress.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "flowlang/cli/progress_printer.h"
#include "flowlang/cli/terminal.h"

namespace flow::lang {

class SuiteProgress::RunSink : public ProgressSink {
 public:
  RunSink(SuiteProgress* suite, std::string run)
      : suite_(suite), run_(std::move(run)) {}

  void OnStage(absl::string_view stage, absl::string_view note) override {
    suite_->Update(run_, std::string(stage));
  }
  void OnTrain(absl::string_view stage,
               const TrainProgress& progress) override {
    suite_->Update(run_, FormatProgress(stage, progress));
  }
  void OnMetric(absl::string_view protocol, absl::string_view metric,
                double value) override {}

 private:
  SuiteProgress* suite_;
  std::string run_;
};

std::unique_ptr<ProgressSink> SuiteProgress::Sink(std::string run) {
  return std::make_unique<RunSink>(this, std::move(run));
}

void SuiteProgress::Finish(const std::string& run, const std::string& outcome) {
  std::lock_guard<std::mutex> lock(mutex_);
  ++finished_;
  std::fprintf(stderr, "%s[%d/%d] %s: %s\n", line_open_ ? "\r\033[K" : "",
               finished_, runs_, run.c_str(), outcome.c_str());
  line_open_ = false;
}

void SuiteProgress::Update(const std::string& run, const std::string& state) {
  std::lock_guard<std::mutex> lock(mutex_);
  const absl::Time now = absl::Now();
  if (!terminal_ || now - last_ < absl::Milliseconds(200)) return;
  last_ = now;
  const std::string line =
      absl::StrFormat("[%d/%d] %s %s", finished_, runs_, run, state);
  // a line longer than the terminal would not be replaced but repeated
  std::fprintf(stderr, "\r\033[K%s",
               line.substr(0, TerminalWidth() - 1).c_str());
  std::fflush(stderr);
  line_open_ = true;
}

}  // namespace flow::lang
