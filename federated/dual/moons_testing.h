#ifndef FEDERATED_DUAL_MOONS_TESTING_H_
#define FEDERATED_DUAL_MOONS_TESTING_H_

/// Eight Gaussians to two moons, the upper moon at one client and the lower at
/// another: the problem on which ways to train a potential are compared.

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/nn/network.h"
#include "federated/dual/divergence_guard.h"
#include "federated/dual/semidual_options.h"

namespace flow::federated {

struct MoonsTraining {
  SemidualOptions semidual;  // with the potential's hidden layers
  double learning_rate = 1e-3;
  int64_t steps = 4000;
  int64_t batch = 128;  // of each client
  Seed seed = 1;
  std::optional<DivergenceGuardOptions> guard;
};

/// The settings of all trainings that are compared: a perceptron 2-64-64-1 with
/// SiLU, pools of 128, inner steps of 0.2.
SemidualOptions MoonsOptions();

struct MoonsPotential {
  core::Parameters parameters;
  // of the last step, mean over the clients, as the training estimated them
  double dual_value = 0, inner_excess = 0;
};

/// Trains by Adam with a cosine schedule on the mean of the clients' gradients.
absl::StatusOr<MoonsPotential> TrainOnMoons(const MoonsTraining& training);

struct MoonsQuality {
  double dual_value;  // J, the minimum taken over 4000 draws of the source
  double cost;        // E|x0 - x1|^2 of the pairs of 1000 target points, each
                      // with a pool of its own, by the best candidate
  double marginal;  // W2^2 of the chosen x0 and 1000 fresh draws of the source
};

/// What a potential is good for.
absl::StatusOr<MoonsQuality> MeasureOnMoons(const core::Parameters& parameters,
                                            Seed seed);

/// What any potential is compared with, on 1000 points: W2^2 of two draws of
/// the source, the cost of pairs as drawn and that of the optimal plan.
struct MoonsScale {
  double marginal_floor, independent_cost, optimal_cost;
};
absl::StatusOr<MoonsScale> ScaleOfMoons(Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_MOONS_TESTING_H_
