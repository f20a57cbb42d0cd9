#ifndef CORE_EVAL_FEATURES_INCEPTION_SCORE_H_
#define CORE_EVAL_FEATURES_INCEPTION_SCORE_H_

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// How sure a classifier is of each image and how many classes it sees in all
/// [Salimans16, Sec. 4],
///
///     exp(mean_i KL(p(. | x_i) || p)),    p = mean_i p(. | x_i),
///
/// between 1, where all images look alike to it, and K. The mean over `splits`
/// runs of images, one behind the other, of which split s begins at floor(s N /
/// splits); published with 10. Better when higher.
///
/// It never sees the target, and is biased downwards where a split has few
/// images for K classes: p is that of the split, and KL to its own mean is the
/// least. So numbers of unequal n or splits do not compare.
///
/// p is the softmax of `generated_features.logit_nk`, float32 or float64, sums
/// are in float64 and 0 log 0 = 0. std_error: the deviation over splits, over
/// the root of their number; empty for one split. The +- of published tables is
/// the deviation itself. floor: the score of the target's images, which a good
/// model comes up to. n: the generated images.
///
/// InvalidArgument for logits of another shape or dtype, or fewer than one
/// image a split; OutOfRange when one is not finite; FailedPrecondition where
/// there are features without logits.
class InceptionScore : public Metric {
 public:
  explicit InceptionScore(const InceptionScoreOptions& options)
      : options_(options) {}

  absl::string_view name() const override { return "inception_score"; }
  bool lower_is_better() const override { return false; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  InceptionScoreOptions options_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_INCEPTION_SCORE_H_
