#include "core/path/normal_part.h"

#include "core/path/path_coefficients.h"
#include "core/path/path_facts.h"

namespace flow::core {

SignalAndNoise NormalPartAt(const PathOptions& options, double t) {
  const PathCoefficients c = CoefficientsAt(options, InteriorTime(t));
  if (UsesNoise(options)) {
    return {c.target, c.noise, c.target_rate, c.noise_rate};
  }
  return {c.target, c.source, c.target_rate, c.source_rate};
}

}  // namespace flow::core
