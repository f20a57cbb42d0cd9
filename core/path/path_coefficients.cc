#include "core/path/path_coefficients.h"

#include "core/path/brownian_bridge.h"
#include "core/path/field_paths.h"
#include "core/path/heavy_tailed_paths.h"
#include "core/path/interpolating_paths.h"
#include "core/path/noise_to_data_paths.h"
#include "core/path/stochastic_interpolant.h"

namespace flow::core {

PathCoefficients CoefficientsAt(const PathOptions& options, double t) {
  return std::visit([t](const auto& path) { return Coefficients(path, t); },
                    options);
}

}  // namespace flow::core
