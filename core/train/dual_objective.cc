#include "core/train/dual_objective.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cosine_similarity.h"
#include "ATen/ops/full.h"
#include "core/base/check.h"
#include "core/train/regression_objective.h"

namespace flow::core {
namespace {

// Both velocities at one point of the way.
struct Velocities {
  at::Tensor there_bd, back_bd;
};

class Pair {
 public:
  Pair(const Network& network, const Parameters& parameters)
      : network_(network), parameters_(parameters) {}

  Velocities At(const at::Tensor& x_bd, const at::Tensor& t_b) const {
    const at::Tensor f = network_.Outputs(parameters_, {x_bd, t_b});
    const int64_t d = x_bd.size(1);
    FLOW_CHECK(f.size(1) == 2 * d) << "a network of two velocities";
    return {f.narrow(1, 0, d), f.narrow(1, d, d)};
  }

  // x_bd, to the target and back by Euler's method.
  at::Tensor ThereAndBack(at::Tensor x_bd, int64_t steps) const {
    const double h = 1 / static_cast<double>(steps);
    const auto at_time = [&](double t) {
      return At(x_bd, at::full({x_bd.size(0)}, t, x_bd.options()));
    };
    for (int64_t k = 0; k < steps; ++k) {
      x_bd = x_bd + h * at_time(k * h).there_bd;
    }
    for (int64_t k = 0; k < steps; ++k) {
      x_bd = x_bd + h * at_time(1 - k * h).back_bd;
    }
    return x_bd;
  }

 private:
  const Network& network_;
  const Parameters& parameters_;
};

at::Tensor CosineLosses(const Pair& pair, const Batch& batch) {
  const at::Tensor there_bd = pair.At(batch.x1_bd, batch.t_b).there_bd;
  // at its own time t, of the way back
  const at::Tensor back_bd = pair.At(batch.x0_bd, 1 - batch.t_b).back_bd;
  return 1 - at::cosine_similarity(there_bd, back_bd, /*dim=*/1);
}

at::Tensor MeanSquare(const at::Tensor& x_bd) { return x_bd.square().mean(1); }

}  // namespace

DualObjective::DualObjective(std::shared_ptr<const ConditionalPath> path,
                             const DualOptions& options, TimeWeight weight)
    : path_(std::move(path)), options_(options), weight_(std::move(weight)) {
  FLOW_CHECK(options.consistency >= 0 && options.cycle >= 0 &&
             options.cycle_steps >= 1)
      << "weights and steps of a dual objective";
}

at::Tensor DualObjective::RowLosses(const Network& network,
                                    const Parameters& parameters,
                                    const Batch& batch) const {
  const Pair pair(network, parameters);
  const bool is_cosine = options_.loss == DualLoss::kCosine;
  at::Tensor losses_b;
  if (is_cosine) losses_b = CosineLosses(pair, batch);
  if (!is_cosine || options_.consistency > 0) {
    const PathPoint point =
        path_->At(batch.x0_bd, batch.x1_bd, batch.t_b, batch.noise_bd);
    const auto [u_bd, v_bd] = pair.At(point.x_bd, batch.t_b);
    if (!is_cosine) {
      losses_b = (MeanSquare(u_bd - point.velocity_bd) +
                  MeanSquare(v_bd + point.velocity_bd)) /
                 2;
    }
    if (options_.consistency > 0) {
      losses_b = losses_b + options_.consistency * MeanSquare(u_bd + v_bd);
    }
  }
  if (options_.cycle > 0) {
    const at::Tensor again_bd =
        pair.ThereAndBack(batch.x0_bd, options_.cycle_steps);
    losses_b = losses_b + options_.cycle * MeanSquare(again_bd - batch.x0_bd);
  }
  const at::Tensor weight_b = WeightsAt(weight_, batch.t_b);
  return weight_b.defined() ? weight_b * losses_b : losses_b;
}

}  // namespace flow::core
