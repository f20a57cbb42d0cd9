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

struct Pairs {
  at::Tensor x0_gkd, x1_gkd;  // x0 undefined: not given
};

// |x|^2 as a row [G, 1, K].
at::Tensor Squares(const at::Tensor& x_gkd) {
  return x_gkd.square().sum(2).unsqueeze(1);
}

// The law at times [G, Q], whose columns are [G, Q, 1] then.
core::ConditionalLaw LawAt(const core::PathOptions& path, Given given,
                           const at::Tensor& t_gq) {
  const at::Tensor t_b = t_gq.flatten();
  auto law = given == Given::kPair ? core::LawGivenPair(path, t_b)
                                   : core::LawGivenTarget(path, t_b);
  FLOW_CHECK(law) << "a path without a density";
  for (at::Tensor* column :
       {&law->source_b1, &law->target_b1, &law->spread_b1, &law->source_rate_b1,
        &law->target_rate_b1, &law->spread_rate_b1}) {
    *column = column->view({t_gq.size(0), t_gq.size(1), 1});
  }
  return *std::move(law);
}

// |x - a x0 - b x1|^2 [G, Q, K], by products: the differences are D times as
// many numbers, since a and b differ from point to point.
at::Tensor SquaredDistances(const core::ConditionalLaw& law, const Pairs& pairs,
                            const at::Tensor& x_gqd) {
  const auto& [x0_gkd, x1_gkd] = pairs;
  const auto products = [&](const at::Tensor& with) {
    return x_gqd.bmm(with.transpose(1, 2));
  };
  at::Tensor square_gqk = x_gqd.square().sum(2, /*keepdim=*/true) -
                          2 * law.target_b1 * products(x1_gkd) +
                          law.target_b1.square() * Squares(x1_gkd);
  if (x0_gkd.defined()) {
    square_gqk = square_gqk - 2 * law.source_b1 * products(x0_gkd) +
                 law.source_b1.square() * Squares(x0_gkd) +
                 2 * law.source_b1 * law.target_b1 *
                     (x0_gkd * x1_gkd).sum(2).unsqueeze(1);
  }
  return square_gqk.clamp_min(0);
}

// Of points [G, Q, D], in rows of all groups.
PairSum SumOfBlock(const core::ConditionalLaw& law, const Pairs& pairs,
                   const at::Tensor& x_gqd) {
  const double count = pairs.x1_gkd.size(1);
  const at::Tensor log_density_gqk =
      LogDensityAt(law, SquaredDistances(law, pairs, x_gqd), x_gqd.size(2));
  const at::Tensor log_sum_gq1 =
      at::logsumexp(log_density_gqk, 2, /*keepdim=*/true);
  const at::Tensor weight_gqk = (log_density_gqk - log_sum_gq1).exp();
  const at::Tensor x1_gqd = weight_gqk.bmm(pairs.x1_gkd);
  at::Tensor centred_gqd = x_gqd - law.target_b1 * x1_gqd;
  at::Tensor velocity_gqd = law.target_rate_b1 * x1_gqd;
  if (pairs.x0_gkd.defined()) {
    const at::Tensor x0_gqd = weight_gqk.bmm(pairs.x0_gkd);
    centred_gqd = centred_gqd - law.source_b1 * x0_gqd;
    velocity_gqd = velocity_gqd + law.source_rate_b1 * x0_gqd;
  }
  velocity_gqd =
      velocity_gqd + law.spread_rate_b1 / law.spread_b1 * centred_gqd;
  return {{velocity_gqd.flatten(0, 1), log_sum_gq1.flatten() - std::log(count)},
          weight_gqk.square().sum(2).reciprocal().flatten()};
}

}  // namespace

PairSum SumOfPairs(const core::PathOptions& path, Given given,
                   const at::Tensor& x_bd, const at::Tensor& t_b,
                   const at::Tensor& x0_gkd, const at::Tensor& x1_gkd) {
  const auto in_groups = [](const at::Tensor& x) {
    const at::Tensor exact = x.to(at::kDouble);
    return exact.dim() == 2 ? exact.unsqueeze(0) : exact;
  };
  Pairs all = {.x1_gkd = in_groups(x1_gkd)};
  if (given == Given::kPair) all.x0_gkd = in_groups(x0_gkd);
  const int64_t groups = all.x1_gkd.size(0), summed = all.x1_gkd.size(1);
  FLOW_CHECK(x_bd.size(0) % groups == 0) << "as many points for each group";
  const int64_t points = x_bd.size(0) / groups;
  const at::Tensor x_gqd =
      x_bd.to(at::kDouble).reshape({groups, points, x_bd.size(1)});
  const at::Tensor t_gq = t_b.to(at::kDouble).reshape({groups, points});
  // some points of the only group, or some groups
  const int64_t along = groups == 1 ? 1 : 0;
  const int64_t of_each = along == 1 ? summed : summed * points;
  const int64_t at_once = std::max<int64_t>(1, kNumbersAtOnce / of_each);
  std::vector<at::Tensor> velocities, log_densities, effective;
  for (int64_t begin = 0; begin < x_gqd.size(along); begin += at_once) {
    const int64_t count = std::min(at_once, x_gqd.size(along) - begin);
    Pairs pairs = all;
    for (at::Tensor* t : {&pairs.x0_gkd, &pairs.x1_gkd}) {
      if (along == 0 && t->defined()) *t = t->narrow(0, begin, count);
    }
    PairSum block =
        SumOfBlock(LawAt(path, given, t_gq.narrow(along, begin, count)), pairs,
                   x_gqd.narrow(along, begin, count));
    velocities.push_back(std::move(block.flow.velocity_bd));
    log_densities.push_back(std::move(block.flow.log_density_b));
    effective.push_back(std::move(block.effective_pairs_b));
  }
  return {{at::concat(velocities), at::concat(log_densities)},
          at::concat(effective)};
}

}  // namespace flow::field_matching
