#ifndef CORE_ODE_SAMPLER_OPTIONS_H_
#define CORE_ODE_SAMPLER_OPTIONS_H_

/// How a flow is followed over [0, 1]. Free of torch: plans carry these.

#include <cstdint>
#include <limits>
#include <variant>

namespace flow::core {

/// These take `steps` >= 1 equal steps.
struct EulerOptions {
  int64_t steps;
};
struct MidpointOptions {
  int64_t steps;
};
struct HeunOptions {
  int64_t steps;
};
struct Rk4Options {
  int64_t steps;
};
struct Rk4ThreeEighthsOptions {
  int64_t steps;
};

/// Heun's method on the noise levels of EDM; see EdmGrid in time_grid.h.
struct EdmHeunOptions {
  int64_t steps = 18;  // noise levels above 0; >= 2
  double rho = 7;
  double sigma_min = 0.002;
  double sigma_max = 80;
  // of the rays of a Poisson field, whose noise level is (1 - t) of this and
  // ends there; else the path's is (1 - t) / t. >= sigma_max
  double sigma_source = std::numeric_limits<double>::infinity();
};

/// Each point takes the steps that keep its own local error, in the root mean
/// square over the D coordinates, below atol + rtol |x|.
struct AdaptiveSteps {
  double rtol = 1e-5;
  double atol = 1e-5;
  int64_t max_steps = 10000;  // tried for one point, rejected ones included
};
struct Bosh3Options : AdaptiveSteps {};
struct Dopri5Options : AdaptiveSteps {};
struct Tsit5Options : AdaptiveSteps {};
struct Dopri8Options : AdaptiveSteps {};

using OdeOptions =
    std::variant<EulerOptions, MidpointOptions, HeunOptions, Rk4Options,
                 Rk4ThreeEighthsOptions, EdmHeunOptions, Bosh3Options,
                 Dopri5Options, Tsit5Options, Dopri8Options>;

/// How much noise w(t) a stochastic flow adds; see sde_coefficients.h.
enum class Diffusion { kPath, kConstant, kSigma, kLinear, kDecreasing };

/// `steps` >= 1 equal steps of the stochastic flow.
struct StochasticSteps {
  int64_t steps = 100;
  Diffusion diffusion = Diffusion::kPath;
  double scale = 1;  // >= 0
};
struct EulerMaruyamaOptions : StochasticSteps {};
struct StochasticHeunOptions : StochasticSteps {};

using SdeOptions = std::variant<EulerMaruyamaOptions, StochasticHeunOptions>;

/// Where lines of a field set out, and where they end; see
/// field_matching/field_lines.h.
enum class LineStart { kForward, kBothSides };
enum class LineStop {
  kFlux,       // by what the plate takes up of the flux
  kBothSides,  // where the field points at the plate from both sides
  kFirstHit    // where the plate is met first
};

struct FieldLineOptions {
  LineStart start = LineStart::kBothSides;
  LineStop stop = LineStop::kFlux;
  // the longest step near the plates, in the units of the points; beside them
  // it grows with the distance
  double step = std::numeric_limits<double>::infinity();
  double tolerance = 1e-4;  // of a step, in the units of the points, > 0
  double offset = 1e-6;     // from a plate to where its sides are, > 0
  // lines that are longer, in gaps, or take more steps are given up
  double max_length = 1000;
  int64_t max_steps = 100'000;  // rejected ones included
  // of this many points of each plate, summed exactly; of the network when 0
  int64_t exact_points = 0;
};

using SamplerOptions = std::variant<OdeOptions, SdeOptions, FieldLineOptions>;

}  // namespace flow::core

#endif  // CORE_ODE_SAMPLER_OPTIONS_H_
