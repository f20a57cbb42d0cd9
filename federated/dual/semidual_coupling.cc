#include "federated/dual/semidual_coupling.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "absl/status/status.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/dual/c_transform.h"
#include "federated/dual/pool_choice.h"

namespace flow::federated {
namespace {

double MeanSquare(const at::Tensor& x_nd) {
  return x_nd.to(at::kDouble).square().mean().item<double>();
}

int64_t MostTaken(const at::Tensor& source_b, int64_t source_rows) {
  std::vector<int64_t> taken(source_rows, 0);
  const int64_t* const row = source_b.const_data_ptr<int64_t>();
  for (int64_t b = 0; b < source_b.numel(); ++b) ++taken[row[b]];
  return *std::max_element(taken.begin(), taken.end());
}

core::CouplingReport Report(const at::Tensor& source_b,
                            const at::Tensor& source_nd,
                            const at::Tensor& target_bd) {
  const at::Tensor chosen_bd = source_nd.index_select(0, source_b);
  core::CouplingReport report;
  report.cost = core::MeanSquaredDistance(chosen_bd, target_bd);
  report.distinct_sources = core::DistinctShare(source_b);
  report.most_taken = MostTaken(source_b, source_nd.size(0));
  if (const double all = MeanSquare(source_nd); all > 0) {
    report.chosen_square = MeanSquare(chosen_bd) / all;
  }
  return report;
}

}  // namespace

SemidualCoupling::SemidualCoupling(
    std::shared_ptr<const core::Potential> potential,
    core::Parameters parameters, const SemidualOptions& options)
    : potential_(std::move(potential)),
      parameters_(std::move(parameters)),
      options_(options) {
  FLOW_CHECK(options.candidates >= 1 &&
             (options.read_out == ReadOut::kArgmin || options.entropy > 0) &&
             (!options.reuse_cap ||
              (*options.reuse_cap >= 1 && options.pool == Pool::kShared)))
      << "the plan's ranges";
}

int64_t SemidualCoupling::source_rows(int64_t batch) const {
  return CandidateRows(options_, batch);
}

absl::StatusOr<core::Pairs> SemidualCoupling::Couple(const core::Points& source,
                                                     const core::Points& target,
                                                     Seed seed) const {
  const int64_t rows = target.x_nd.size(0), dim = target.x_nd.size(1);
  FLOW_CHECK(source.x_nd.size(0) == source_rows(rows))
      << "a pool for the batch, or one for each target";
  const bool shared = options_.pool == Pool::kShared;
  at::Tensor candidates = source.x_nd.contiguous();
  if (!shared) candidates = candidates.view({rows, options_.candidates, dim});
  if (options_.equal_norm) candidates = AtEqualNorm(candidates);
  const at::Tensor score_bk =
      CandidateScores(*potential_, parameters_, target.x_nd, candidates);
  if (!score_bk.isfinite().all().item<bool>()) {
    return absl::OutOfRangeError(
        "a candidate's score is not finite; the potential has diverged, or a "
        "coordinate is not finite");
  }
  ChoiceRule rule{.reuse_cap = options_.reuse_cap};
  if (options_.read_out == ReadOut::kSoftmin) rule.entropy = options_.entropy;
  core::Pairs pairs;
  FLOW_ASSIGN_OR_RETURN(pairs.source_b, ChooseFromPool(score_bk, rule, seed));
  pairs.target_b = at::arange(rows, at::kLong);
  if (!shared) pairs.source_b += pairs.target_b * options_.candidates;
  pairs.report = Report(pairs.source_b, source.x_nd, target.x_nd);
  return pairs;
}

}  // namespace flow::federated
