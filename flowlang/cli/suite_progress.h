#ifndef FLOWLANG_CLI_SUITE_PROGRESS_H_
#define FLOWLANG_CLI_SUITE_PROGRESS_H_

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "flowlang/lower/progress.h"

namespace flow::lang {

/// Tells stderr how the runs of a suite go on side by side: a line when a run
/// ends, and between them, on a terminal, how far the running ones are.
/// Thread-safe.
class SuiteProgress {
 public:
  SuiteProgress(int runs, bool terminal) : runs_(runs), terminal_(terminal) {}

  /// The sink of one run, named by its folder. Must not outlive this.
  std::unique_ptr<ProgressSink> Sink(std::string run);

  /// A run has ended; `outcome` is one line.
  void Finish(const std::string& run, const std::string& outcome);

 private:
  class RunSink;
  void Update(const std::string& run, const std::string& state);

  const int runs_;
  const bool terminal_;
  std::mutex mutex_;
  int finished_ = 0;
  bool line_open_ = false;
  absl::Time last_ = absl::InfinitePast();
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_SUITE_PROGRESS_H_
