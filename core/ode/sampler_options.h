#ifndef CORE_ODE_SAMPLER_OPTIONS_H_
#define CORE_ODE_SAMPLER_OPTIONS_H_

#include <cstdint>
#include <variant>

namespace flow::core {

/// How an ODE is solved over [0, 1]. The first four take `steps` equal steps.
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

/// Each point takes the steps that keep its own local error, in the root mean
/// square over the D coordinates, below atol + rtol |x|.
struct Dopri5Options {
  double rtol = 1e-5;
  double atol = 1e-5;
  int64_t max_steps = 10000;  // tried for one point, rejected ones included
};

using SamplerOptions = std::variant<EulerOptions, MidpointOptions, HeunOptions,
                                    Rk4Options, Dopri5Options>;

}  // namespace flow::core

#endif  // CORE_ODE_SAMPLER_OPTIONS_H_
