#include "core/nn/line_start.h"

#include <tuple>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/cholesky_solve.h"
#include "ATen/ops/eye.h"
#include "ATen/ops/linalg_cholesky_ex.h"
#include "ATen/ops/where.h"

namespace flow::core {
namespace {

constexpr int kSteps = 100, kHalvings = 40;
constexpr double kTolerance = 1e-10;

at::Tensor Dot(const at::Tensor& a_bd, const at::Tensor& b_bd) {
  return (a_bd * b_bd).sum(1);
}

// The function that is minimal at the start of a line, and its derivatives.
struct Trial {
  at::Tensor z_bd;
  PotentialPoint potential;
  at::Tensor value_b, residual_bd;  // the residual is the derivative
};

class Search {
 public:
  Search(const ConvexPotential& potential, const at::Tensor& x_bd,
         const at::Tensor& t_b)
      : potential_(potential),
        x_bd_(x_bd),
        t_b_(t_b),
        t_b1_(t_b.unsqueeze(1)),
        allowed_b_(kTolerance * (1 + x_bd.norm(2, 1))) {}

  LineStarts Run() const {
    Trial at = Try(x_bd_);
    for (int step = 0; step < kSteps; ++step) {
      const at::Tensor open_b = at.residual_bd.norm(2, 1).gt(allowed_b_);
      if (!open_b.any().item<bool>()) break;
      at = Step(at, open_b);
    }
    return {at.z_bd, at.potential, SlopeFactorAt(at)};
  }

 private:
  at::Tensor ValueAt(const at::Tensor& z_bd, const at::Tensor& psi_b) const {
    return 0.5 * (1 - t_b_) * z_bd.square().sum(1) + t_b_ * psi_b -
           Dot(x_bd_, z_bd);
  }

  Trial Try(const at::Tensor& z_bd) const {
    Trial trial{z_bd, potential_.At(z_bd), {}, {}};
    trial.residual_bd =
        (1 - t_b1_) * z_bd + t_b1_ * trial.potential.gradient_bd - x_bd_;
    trial.value_b = ValueAt(z_bd, trial.potential.value_b);
    return trial;
  }

  // A matrix that rounding has made singular is no error here.
  at::Tensor SlopeFactorAt(const Trial& trial) const {
    const at::Tensor t_b11 = t_b1_.unsqueeze(2);
    const at::Tensor slope_bdd =
        (1 - t_b11) * at::eye(x_bd_.size(1), x_bd_.options()) +
        t_b11 * trial.potential.hessian_bdd;
    return std::get<0>(at::linalg_cholesky_ex(slope_bdd));
  }

  // Moves the rows that are open; the others stay where they are.
  Trial Step(const Trial& from, const at::Tensor& open_b) const {
    const at::Tensor way_bd =
        -at::cholesky_solve(from.residual_bd.unsqueeze(2), SlopeFactorAt(from))
             .squeeze(2);
    const at::Tensor fall_b = Dot(from.residual_bd, way_bd);
    at::Tensor length_b = open_b.to(at::kDouble);
    const auto moved = [&] {
      return from.z_bd + length_b.unsqueeze(1) * way_bd;
    };
    for (int i = 0; i < kHalvings; ++i) {
      const at::Tensor z_bd = moved();
      const at::Tensor value_b = ValueAt(z_bd, potential_.Value(z_bd));
      // near the minimum differences of the function drown in its rounding
      const at::Tensor rounding_b = 1e-14 * (1 + from.value_b.abs());
      const at::Tensor high_b =
          value_b.gt(from.value_b + 1e-4 * length_b * fall_b + rounding_b);
      if (!high_b.any().item<bool>()) break;
      length_b = at::where(high_b, 0.5 * length_b, length_b);
    }
    return Try(moved());
  }

  const ConvexPotential& potential_;
  const at::Tensor &x_bd_, &t_b_;
  at::Tensor t_b1_, allowed_b_;
};

}  // namespace

LineStarts FindLineStarts(const ConvexPotential& potential,
                          const at::Tensor& x_bd, const at::Tensor& t_b) {
  const at::NoGradGuard no_grad;
  return Search(potential, x_bd, t_b).Run();
}

}  // namespace flow::core
