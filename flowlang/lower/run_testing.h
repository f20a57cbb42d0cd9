#ifndef FLOWLANG_LOWER_RUN_TESTING_H_
#define FLOWLANG_LOWER_RUN_TESTING_H_

#include <string>

#include "absl/status/status.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"
#include "flowlang/plan/plan.h"
#include "gtest/gtest.h"

namespace flow::lang {

/// A test that runs plans.
class RunTest : public testing::Test {
 protected:
  /// The folder of a finished run.
  std::string Run(const ExperimentPlan& plan, const std::string& name,
                  int threads = 1) {
    const std::string out = FreshPath(name);
    EXPECT_OK(RunAt(plan, out, threads));
    return out;
  }
  absl::Status RunAt(const ExperimentPlan& plan, const std::string& out,
                     int threads = 1) {
    return RunExperiment(plan, {.out = out, .threads = threads}, &progress_);
  }

  ProgressRecorder progress_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_RUN_TESTING_H_
