#ifndef FLOWLANG_CLI_SUITE_PROGRESS_H_
#define FLOWLANG_CLI_SUITE_PROGRESS_H_

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "flowlang/cli/status_line.h"
#include "flowlang/lower/progress.h"

namespace flow::lang {

/// Tells `out` how the runs of a suite go on side by side: a line when a run
/// ends, and between them, on a terminal, how far one of the running ones is.
/// Thread-safe.
class SuiteProgress {
 public:
  SuiteProgress(int runs, std::FILE* out) : runs_(runs), line_(out) {}

  /// The sink of one run, named by its folder. Must not outlive this.
  std::unique_ptr<ProgressSink> Sink(std::string run);

  /// A run has ended; `outcome` is one line.
  void Finish(const std::string& run, const std::string& outcome);

 private:
  class RunSink;
  // `state` tells where the run is, given how many columns there are for it.
  void Update(const std::string& run,
              absl::FunctionRef<std::string(int)> state);
  void Warn(const std::string& line);

  const int runs_;
  std::mutex mutex_;
  StatusLine line_;
  int finished_ = 0;
  absl::Time last_ = absl::InfinitePast();
};

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_SUITE_PROGRESS_H_
