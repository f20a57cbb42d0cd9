#include "flowlang/cli/suite_progress.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "flowlang/cli/progress_printer.h"

namespace flow::lang {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(200);

}  // namespace

class SuiteProgress::RunSink : public ProgressSink {
 public:
  RunSink(SuiteProgress* suite, std::string run)
      : suite_(suite), run_(std::move(run)) {}

  void OnStage(absl::string_view stage, absl::string_view note) override {
    suite_->Update(run_, [&](int) { return std::string(stage); });
  }
  void OnTrain(absl::string_view stage,
               const TrainProgress& progress) override {
    suite_->Update(run_, [&](int width) {
      return FormatProgress(stage, progress, width);
    });
  }
  void OnPoints(absl::string_view stage, int64_t done,
                int64_t points) override {
    suite_->Update(run_,
                   [&](int) { return FormatPoints(stage, done, points); });
  }
  void OnWarning(absl::string_view stage, absl::string_view text) override {
    suite_->Warn(absl::StrCat(run_, " ", stage, ": warning: ", text));
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
  line_.Print(
      absl::StrCat("[", finished_, "/", runs_, "] ", run, ": ", outcome));
}

void SuiteProgress::Warn(const std::string& line) {
  std::lock_guard<std::mutex> lock(mutex_);
  line_.Print(line);
}

void SuiteProgress::Update(const std::string& run,
                           absl::FunctionRef<std::string(int)> state) {
  std::lock_guard<std::mutex> lock(mutex_);
  const absl::Time now = absl::Now();
  if (!line_.changes() || now - last_ < kInterval) return;
  last_ = now;
  const std::string front =
      absl::StrCat("[", finished_, "/", runs_, "] ", run, " ");
  const int room = line_.width() - static_cast<int>(front.size());
  line_.Replace(absl::StrCat(front, state(room)));
}

}  // namespace flow::lang
