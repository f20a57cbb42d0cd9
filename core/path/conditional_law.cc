#include "core/path/conditional_law.h"

#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/hypot.h"
#include "ATen/ops/log.h"
#include "ATen/ops/zeros_like.h"
#include "core/distribution/multivariate_t.h"
#include "core/path/path_columns.h"
#include "core/path/path_facts.h"

namespace flow::core {

std::optional<ConditionalLaw> LawGivenPair(const PathOptions& options,
                                           const at::Tensor& t_b) {
  if (!UsesNoise(options)) return std::nullopt;
  const PathColumns c = PathColumnsAt(options, t_b);
  return ConditionalLaw{.source_b1 = c.source_b1,
                        .target_b1 = c.target_b1,
                        .spread_b1 = c.noise_b1,
                        .source_rate_b1 = c.source_rate_b1,
                        .target_rate_b1 = c.target_rate_b1,
                        .spread_rate_b1 = c.noise_rate_b1};
}

std::optional<ConditionalLaw> LawGivenTarget(const PathOptions& options,
                                             const at::Tensor& t_b) {
  const SourceRequirement source = RequiredSource(options);
  const auto* student = std::get_if<StudentTSource>(&source);
  if (std::holds_alternative<TargetAsSource>(source)) return std::nullopt;
  const PathColumns c = PathColumnsAt(options, t_b);
  ConditionalLaw law = {.source_b1 = at::zeros_like(c.source_b1),
                        .target_b1 = c.target_b1,
                        .source_rate_b1 = at::zeros_like(c.source_b1),
                        .target_rate_b1 = c.target_rate_b1};
  if (student != nullptr) {
    law.spread_b1 = student->scale * c.source_b1;
    law.spread_rate_b1 = student->scale * c.source_rate_b1;
    law.degrees = student->degrees;
  } else {
    law.spread_b1 = at::hypot(c.source_b1, c.noise_b1);
    law.spread_rate_b1 =
        (c.source_b1 * c.source_rate_b1 + c.noise_b1 * c.noise_rate_b1) /
        law.spread_b1;
  }
  return law;
}

at::Tensor LogDensityAt(const ConditionalLaw& law, const at::Tensor& square_bk,
                        int64_t dim) {
  const at::Tensor in_spreads = square_bk / law.spread_b1.square();
  const at::Tensor log_volume_b1 = dim * law.spread_b1.log();
  if (std::isfinite(law.degrees)) {
    return StandardTLogDensity(law.degrees, dim, in_spreads) - log_volume_b1;
  }
  return -0.5 * in_spreads - log_volume_b1 -
         dim / 2.0 * std::log(2 * std::numbers::pi);
}

}  // namespace flow::core
