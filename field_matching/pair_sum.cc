#include "field_matching/pair_sum.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/logsumexp.h"
#include "core/base/check.h"
#include "core/path/conditional_law.h"

namespace flow::field_matching {
namespace {

// Of [B, K] numbers at a time.
constexpr int64_t kNumbersAtOnce = int64_t{1} << 20;

// |x|^2 as a row [1, K].
at::Tensor Squares(const at::Tensor& x_kd) {
  return x_kd.square().sum(1).unsqueeze(0);
}

struct Pairs {
  at::Tensor x0_kd, x1_kd;  // x0 undefined: not given
};

// |x - a x0 - b x1|^2 [B, K], by products: the differences are B K D numbers,
// since a and b differ from point to point.
at::Tensor SquaredDistances(const core::ConditionalLaw& law, const Pairs& pairs,
                            const at::Tensor& x_bd) {
  const auto& [x0_kd, x1_kd] = pairs;
  at::Tensor square_bk = x_bd.square().sum(1, /*keepdim=*/true) -
                         2 * law.target_b1 * x_bd.mm(x1_kd.t()) +
                         law.target_b1.square() * Squares(x1_kd);
  if (x0_kd.defined()) {
    square_bk =
        square_bk - 2 * law.source_b1 * x_bd.mm(x0_kd.t()) +
        law.source_b1.square() * Squares(x0_kd) +
        2 * law.source_b1 * law.target_b1 * (x0_kd * x1_kd).sum(1).unsqueeze(0);
  }
  return square_bk.clamp_min(0);
}

PairSum SumOfBlock(const core::ConditionalLaw& law, const Pairs& pairs,
                   const at::Tensor& x_bd) {
  const double count = pairs.x1_kd.size(0);
  const at::Tensor log_density_bk =
      LogDensityAt(law, SquaredDistances(law, pairs, x_bd), x_bd.size(1));
  const at::Tensor log_sum_b1 =
      at::logsumexp(log_density_bk, 1, /*keepdim=*/true);
  const at::Tensor weight_bk = (log_density_bk - log_sum_b1).exp();
  const at::Tensor x1_bd = weight_bk.mm(pairs.x1_kd);
  at::Tensor centred_bd = x_bd - law.target_b1 * x1_bd;
  at::Tensor velocity_bd = law.target_rate_b1 * x1_bd;
  if (pairs.x0_kd.defined()) {
    const at::Tensor x0_bd = weight_bk.mm(pairs.x0_kd);
    centred_bd = centred_bd - law.source_b1 * x0_bd;
    velocity_bd = velocity_bd + law.source_rate_b1 * x0_bd;
  }
  return {{velocity_bd + law.spread_rate_b1 / law.spread_b1 * centred_bd,
           log_sum_b1.squeeze(1) - std::log(count)},
          weight_bk.square().sum(1).reciprocal()};
}

}  // namespace

PairSum SumOfPairs(const core::PathOptions& path, Given given,
                   const at::Tensor& x_bd, const at::Tensor& t_b,
                   const at::Tensor& x0_kd, const at::Tensor& x1_kd) {
  Pairs pairs = {.x1_kd = x1_kd.to(at::kDouble)};
  if (given == Given::kPair) pairs.x0_kd = x0_kd.to(at::kDouble);
  const int64_t rows = x_bd.size(0);
  const int64_t at_once = std::max<int64_t>(1, kNumbersAtOnce / x1_kd.size(0));
  std::vector<at::Tensor> velocities, log_densities, effective;
  for (int64_t begin = 0; begin < rows; begin += at_once) {
    const int64_t count = std::min(at_once, rows - begin);
    const at::Tensor time_b = t_b.narrow(0, begin, count).to(at::kDouble);
    const auto law = given == Given::kPair ? core::LawGivenPair(path, time_b)
                                           : core::LawGivenTarget(path, time_b);
    FLOW_CHECK(law) << "a path without a density";
    PairSum block =
        SumOfBlock(*law, pairs, x_bd.narrow(0, begin, count).to(at::kDouble));
    velocities.push_back(std::move(block.flow.velocity_bd));
    log_densities.push_back(std::move(block.flow.log_density_b));
    effective.push_back(std::move(block.effective_pairs_b));
  }
  return {{at::concat(velocities), at::concat(log_densities)},
          at::concat(effective)};
}

}  // namespace flow::field_matching
