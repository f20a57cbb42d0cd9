#ifndef FLOWLANG_LOWER_LOWER_TESTING_H_
#define FLOWLANG_LOWER_LOWER_TESTING_H_

/// A plan that runs in a moment, and who watches it run.

#include <string>
#include <vector>

#include "ATen/core/Tensor.h"
#include "flowlang/lower/progress.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// Standard normal points to two moons: 20 steps of 32 pairs on a network of
/// 8 hidden units, logged and saved every 5, then 30 points by 10 Euler steps
/// in the protocol "p", measured by w2 and nfe.
ExperimentPlan TinyPlan();

/// From N(0, I) to N((3, -2), 0.25 I): 500 steps of 256 pairs, on `network`,
/// then `sampler`.
ExperimentPlan GaussianPlan(const core::NetworkOptions& network,
                            core::SamplerOptions sampler);

/// That points are near the target of GaussianPlan. The errors of a network
/// that has seen little are beyond derivation; seeds are fixed, and the source
/// is 3 and 0.5 away.
void ExpectGaussianTarget(const at::Tensor& x_nd);

inline TrainVelocityStage& TrainWork(ExperimentPlan& plan) {
  return std::get<TrainVelocityStage>(plan.stages[0].work);
}
inline SampleStage& SampleWork(ExperimentPlan& plan) {
  return std::get<SampleStage>(plan.stages[1].work);
}
inline EvaluateStage& EvaluateWork(ExperimentPlan& plan) {
  return std::get<EvaluateStage>(plan.stages[2].work);
}

/// A path in the test's temporary folder at which nothing lies.
std::string FreshPath(const std::string& name);

/// The points that the protocol "p" of the run in `out` generated, float64.
at::Tensor Generated(const std::string& out);

/// The content of a file that must be there.
std::string Content(const std::string& path);

/// Keeps what it is told, a line a call: "stage: note", "stage 5/20",
/// "stage 500/1000 points", "stage: warning: text", "protocol metric".
class ProgressRecorder : public ProgressSink {
 public:
  void OnStage(absl::string_view stage, absl::string_view note) override;
  void OnTrain(absl::string_view stage, const TrainProgress& progress) override;
  void OnPoints(absl::string_view stage, int64_t done, int64_t points) override;
  void OnWarning(absl::string_view stage, absl::string_view text) override;
  void OnMetric(absl::string_view protocol, absl::string_view metric,
                double value) override;

  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_LOWER_TESTING_H_
