#include "federated/dual/pool_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/first_above.h"

namespace flow::federated {
namespace {

// A candidate that is no longer there costs this.
constexpr double kTaken = std::numeric_limits<double>::infinity();

int64_t Best(absl::Span<const double> score_k) {
  return std::min_element(score_k.begin(), score_k.end()) - score_k.begin();
}

// By inversion of `uniform`.
int64_t Drawn(absl::Span<const double> score_k, double entropy,
              double uniform) {
  const double least = score_k[Best(score_k)];
  std::vector<double> cumulative(score_k.size());
  double sum = 0;
  for (size_t k = 0; k < score_k.size(); ++k) {
    sum += std::exp((least - score_k[k]) / entropy);
    cumulative[k] = sum;
  }
  const int64_t k = FirstAbove(cumulative, uniform * sum);
  // rounding may go past the last candidate that has a weight
  return score_k[k] < kTaken ? k : Best(score_k);
}

}  // namespace

absl::StatusOr<at::Tensor> ChooseFromPool(const at::Tensor& score_bk,
                                          const ChoiceRule& rule, Seed seed) {
  const at::Tensor wide_bk = score_bk.to(at::kDouble).contiguous();
  const int64_t rows = wide_bk.size(0), pool = wide_bk.size(1);
  const int64_t cap = std::min(rule.reuse_cap.value_or(rows), rows);
  if (pool * cap < rows) {
    return absl::InvalidArgumentError(
        absl::StrCat("candidates times reuse_cap must be >= the batch of ",
                     rows, "; got ", pool, " times ", cap));
  }
  std::vector<int64_t> taken(pool, 0);
  std::vector<double> score_k(pool);
  const at::Tensor choice_b = at::empty({rows}, at::kLong);
  for (int64_t b = 0; b < rows; ++b) {
    const double* const from = wide_bk.const_data_ptr<double>() + b * pool;
    for (int64_t k = 0; k < pool; ++k) {
      score_k[k] = taken[k] < cap ? from[k] : kTaken;
    }
    const int64_t choice =
        rule.entropy > 0
            ? Drawn(score_k, rule.entropy, RowRandom(seed, b).Uniform())
            : Best(score_k);
    ++taken[choice];
    choice_b.data_ptr<int64_t>()[b] = choice;
  }
  return choice_b;
}

at::Tensor AtEqualNorm(const at::Tensor& candidates) {
  const at::Tensor square = candidates.square().sum(-1, /*keepdim=*/true);
  // a point at nought stays there
  const at::Tensor norm = square.sqrt().clamp_min(1e-30);
  return candidates * (square.mean(-2, /*keepdim=*/true).sqrt() / norm);
}

}  // namespace flow::federated
