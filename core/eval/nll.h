#ifndef CORE_EVAL_NLL_H_
#define CORE_EVAL_NLL_H_

#include <string>

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The negative log-likelihood of the target under the flow,
///
///     nll = mean_n -log p_1(x_n),
///
/// with log p_1 of likelihood.h, by the protocol's own solver [Chen18;
/// Grathwohl19]. In nats of a point, or divided by D ln 2 in bits of a
/// dimension. It is a density: the scale of the data shows in it, and it can be
/// negative.
///
/// With paper_mixed it is called nll_paper_mixed, and is the likelihood of
/// mixed_likelihood.h, which is that of no map and so has no floor.
///
/// std_error: of the mean over points; with probes it has their scatter, too.
/// floor: the same mean of -log q(x_n) with the target's own exact density q,
/// where that is known: no law scores less in the mean over all points, as the
/// difference is a Kullback-Leibler divergence. n: the number of target points.
/// Errors: those of TargetPoints and LogLikelihood; OutOfRange for a
/// log-density that is not finite.
class Nll : public Metric {
 public:
  explicit Nll(const NllOptions& options)
      : options_(options), name_(MetricName(options)) {}

  absl::string_view name() const override { return name_; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  NllOptions options_;
  std::string name_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_NLL_H_
