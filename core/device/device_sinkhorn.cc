#include "core/device/device_sinkhorn.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/cdist.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/searchsorted.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/base/random.h"
#include "core/coupling/minibatch_ot.h"
#include "core/coupling/transport_plan.h"
#include "core/ot/entropic_descent.h"

namespace flow::core {
namespace {

// A scaling grows by the number of points at most in an iteration: so few of
// them stay within float32.
constexpr int64_t kBetweenAbsorptions = 4;

// The scaling of entropic_scaling.h, n rows and columns.
class Scaling {
 public:
  explicit Scaling(at::Tensor cost_rc)
      : cost_rc_(std::move(cost_rc)),
        n_(cost_rc_.size(0)),
        f_r_(at::zeros({n_}, cost_rc_.options().dtype(at::kDouble))),
        g_c_(at::zeros({n_}, cost_rc_.options().dtype(at::kDouble))) {}

  void Start(double regularization) {
    regularization_ = regularization;
    f_r_ = (cost_rc_ - g_c_).amin(1);
    g_c_ = (cost_rc_ - f_r_.unsqueeze(1)).amin(0);
    BuildKernel();
  }

  // So many iterations, of which the v of the last is not taken. How much of
  // the mass it would move, in total variation.
  double Iterate(int64_t count) {
    at::Tensor moved;
    for (int64_t k = 0; k < count; ++k) {
      if (k > 0) v_c_ = next_v_c_;
      u_r_ = n_ / kernel_rc_.mv(v_c_);
      const at::Tensor sum_c = kernel_rc_.t().mv(u_r_) / n_;
      next_v_c_ = sum_c.reciprocal();
      moved = (sum_c * (next_v_c_ - v_c_).abs()).sum(at::kDouble);
    }
    return moved.item<double>() / (2 * static_cast<double>(n_));
  }

  // Takes the v that Iterate() found into the potentials.
  void Absorb() {
    f_r_ = f_r_ + regularization_ * u_r_.to(at::kDouble).log();
    g_c_ = g_c_ + regularization_ * next_v_c_.to(at::kDouble).log();
    BuildKernel();
  }

  // n^2 P, double.
  at::Tensor Plan() const {
    return u_r_.to(at::kDouble).unsqueeze(1) * kernel_rc_ * v_c_;
  }

 private:
  void BuildKernel() {
    kernel_rc_ = ((f_r_.unsqueeze(1) + g_c_ - cost_rc_) / regularization_)
                     .to(at::kFloat)
                     .exp();
    v_c_ = at::ones({n_}, cost_rc_.options());
  }

  at::Tensor cost_rc_;  // float32
  int64_t n_;
  double regularization_ = 0;
  at::Tensor f_r_, g_c_;                         // float64
  at::Tensor kernel_rc_, u_r_, v_c_, next_v_c_;  // float32
};

struct Range {
  double least, most, mean;
};

Range RangeOf(const at::Tensor& x) {
  const at::Tensor found =
      at::stack({x.amin().to(at::kDouble), x.amax().to(at::kDouble),
                 x.mean(at::kDouble)})
          .cpu();
  const double* values = found.const_data_ptr<double>();
  return {values[0], values[1], values[2]};
}

const SinkhornSolverOptions& SolverOf(const MinibatchOtOptions& options) {
  return std::get<SinkhornSolverOptions>(options.solver);
}

}  // namespace

DeviceSinkhorn::DeviceSinkhorn(const MinibatchOtOptions& options,
                               Device* device)
    : options_(options), device_(device) {
  FLOW_CHECK(CanCouple(options)) << "a plan that the host makes";
}

bool DeviceSinkhorn::CanCouple(const CouplingOptions& options) {
  const auto* ot = std::get_if<MinibatchOtOptions>(&options);
  return ot != nullptr && ot->pairing == Pairing::kResample &&
         std::holds_alternative<SinkhornSolverOptions>(ot->solver) &&
         std::isfinite(ot->condition_weight);
}

DeviceSinkhorn::Costs DeviceSinkhorn::CostsOf(const Points& source,
                                              const Points& target) const {
  // without a matrix product, which loses the digits of near points
  const at::Tensor distance_rc =
      at::cdist(device_->Upload(source.x_nd), device_->Upload(target.x_nd),
                /*p=*/2, /*compute_mode=*/2)
          .square();
  const Range distances = RangeOf(distance_rc);
  if (!target.label_n.defined() || options_.condition_weight == 0) {
    return {distance_rc, distances.most - distances.least, distances.mean};
  }
  const at::Tensor label_n = device_->Upload(target.label_n);
  const at::Tensor differ_rc = label_n.unsqueeze(1).ne(label_n);
  const at::Tensor cost_rc =
      distance_rc + options_.condition_weight * differ_rc.to(at::kFloat);
  const Range costs = RangeOf(cost_rc);
  return {cost_rc, costs.most - costs.least, distances.mean};
}

// By inversion of a uniform in each drawn row, as EntropicPlan::ColumnOf.
void DeviceSinkhorn::Draw(const at::Tensor& plan_rc, Seed seed,
                          Pairs* pairs) const {
  const int64_t n = plan_rc.size(0);
  pairs->source_b = at::empty({n}, at::kLong);
  at::Tensor uniform_b = at::empty({n}, at::kDouble);
  for (int64_t i = 0; i < n; ++i) {
    RowRandom random(seed, i);
    pairs->source_b.mutable_data_ptr<int64_t>()[i] =
        static_cast<int64_t>(random.UniformInt(n));
    uniform_b.mutable_data_ptr<double>()[i] = random.Uniform();
  }
  const at::Tensor until_bc =
      plan_rc.index_select(0, device_->Upload(pairs->source_b)).cumsum(1);
  const at::Tensor wanted_b1 =
      device_->Upload(uniform_b).unsqueeze(1) * until_bc.narrow(1, n - 1, 1);
  pairs->target_b = at::searchsorted(until_bc, wanted_b1, /*out_int32=*/false,
                                     /*right=*/true)
                        .squeeze(1)
                        .clamp_max(n - 1)
                        .cpu();
  pairs->report.distinct_targets = DistinctShare(pairs->target_b);
}

absl::StatusOr<Pairs> DeviceSinkhorn::Couple(const Points& source,
                                             const Points& target,
                                             Seed seed) const {
  const SinkhornSolverOptions& solver = SolverOf(options_);
  Pairs pairs;
  bool finite = true;
  device_->Aside([&] {
    const at::NoGradGuard no_grad;
    const Costs costs = CostsOf(source, target);
    finite = std::isfinite(costs.spread);
    if (!finite) return;
    Scaling scaling(costs.cost_rc);
    const EntropicPass outcome =
        Descend(DescendingRegularizations(costs.spread,
                                          RegularizationOf(solver, costs.mean)),
                solver.max_iterations, solver.tolerance,
                {[&](double regularization) { scaling.Start(regularization); },
                 [&](int64_t most) {
                   const int64_t count = std::min(kBetweenAbsorptions, most);
                   return EntropicPass{count, scaling.Iterate(count)};
                 },
                 [&] { scaling.Absorb(); }});
    const at::Tensor plan_rc = scaling.Plan();
    pairs.report = {
        .cost =
            ((plan_rc * costs.cost_rc).sum() / plan_rc.sum()).item<double>(),
        .marginal_error = outcome.error,
        .iterations = outcome.iterations,
        .converged = outcome.error <= solver.tolerance};
    Draw(plan_rc, seed, &pairs);
  });
  // the host says what is wrong with the points
  if (!finite) return MinibatchOt(options_).Couple(source, target, seed);
  return pairs;
}

}  // namespace flow::core
