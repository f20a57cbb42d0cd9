#ifndef CORE_EVAL_FEATURES_OF_FEATURES_H_
#define CORE_EVAL_FEATURES_OF_FEATURES_H_

#include <memory>
#include <string>
#include <utility>

#include "core/eval/metric.h"

namespace flow::core {

/// A metric that compares points, of the features of the images that the points
/// are. The source has none. Errors: those of the metric.
class OfFeatures : public Metric {
 public:
  OfFeatures(std::string name, std::unique_ptr<const Metric> metric)
      : name_(std::move(name)), metric_(std::move(metric)) {}

  absl::string_view name() const override { return name_; }
  bool lower_is_better() const override { return metric_->lower_is_better(); }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override {
    return metric_->Evaluate(
        {.generated_nd = evaluation.generated_features.feature_nf,
         .target_nd = evaluation.target_features.feature_nf,
         .second_target_nd = evaluation.second_target_features.feature_nf},
        context);
  }

 private:
  std::string name_;
  std::unique_ptr<const Metric> metric_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_OF_FEATURES_H_
