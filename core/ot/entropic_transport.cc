#include "core/ot/entropic_transport.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/ot/entropic_descent.h"
#include "core/ot/entropic_scaling.h"
#include "core/ot/kernel_rows.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLeastMass = 1e-12;

absl::Status CheckProblem(absl::Span<const float> cost_rc, int64_t rows,
                          int64_t columns, const EntropicProblem& problem) {
  if (rows < 1 || columns < 1 ||
      static_cast<int64_t>(cost_rc.size()) != rows * columns) {
    return absl::InvalidArgumentError(
        absl::StrCat("entropic transport needs rows x columns costs, at least "
                     "one; got ",
                     cost_rc.size(), " for ", rows, " x ", columns));
  }
  if (!(problem.regularization > 0 && problem.regularization < kInfinity &&
        problem.marginal_penalty > 0 && problem.tolerance > 0 &&
        problem.max_iterations >= 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "entropic transport needs a finite regularization > 0, a marginal "
        "penalty > 0, a tolerance > 0 and an iteration; got ",
        problem.regularization, ", ", problem.marginal_penalty, ", ",
        problem.tolerance, ", ", problem.max_iterations));
  }
  return absl::OkStatus();
}

absl::Status NotFinite(absl::Span<const float> cost_rc, int64_t columns) {
  size_t at = 0;
  while (std::isfinite(cost_rc[at])) ++at;
  return absl::InvalidArgumentError(
      absl::StrCat("cost(", at / columns, ", ", at % columns, ") is ",
                   cost_rc[at], "; every cost must be finite"));
}

EntropicPass Iterate(const EntropicProblem& problem, const Extremes& cost,
                     EntropicScaling* scaling) {
  const double spread = static_cast<double>(cost.most) - cost.least;
  return Descend(
      DescendingRegularizations(spread, problem.regularization),
      problem.max_iterations, problem.tolerance,
      {[&](double regularization) { scaling->Start(regularization); },
       [&](int64_t) {
         return EntropicPass{1, scaling->Iterate()};
       },
       [&] { scaling->Advance(); }});
}

// sum_k mass_k log(mass_k / weight) - mass_k + weight, equal weights of sum 1.
double Divergence(const std::vector<double>& masses) {
  const double weight = 1.0 / masses.size();
  double sum = 0;
  for (const double mass : masses) {
    sum += weight - mass;
    if (mass > 0) sum += mass * std::log(mass / weight);
  }
  return sum;
}

// The mean of tau (1 - exp(-potential / tau)).
double Conjugate(const std::vector<double>& potential, double tau) {
  double sum = 0;
  for (const double p : potential) {
    sum += tau == kInfinity ? p : -tau * std::expm1(-p / tau);
  }
  return sum / potential.size();
}

double Product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// From log(n m P) = (f + g - c) / e follows <C, P> + e <P, log(n m P)> =
// <f, P 1> + <g, P' 1>.
void FillValues(const EntropicProblem& problem, EntropicPlan* plan) {
  const double tau = problem.marginal_penalty;
  const double excess = problem.regularization * (plan->mass - 1);
  plan->primal = Product(plan->row_dual, plan->row_mass) +
                 Product(plan->column_dual, plan->column_mass) - excess;
  if (tau != kInfinity) {
    plan->primal +=
        tau * (Divergence(plan->row_mass) + Divergence(plan->column_mass));
  }
  plan->dual = Conjugate(plan->row_dual, tau) +
               Conjugate(plan->column_dual, tau) - excess;
}

}  // namespace

absl::StatusOr<EntropicPlan> SolveEntropicTransport(
    absl::Span<const float> cost_rc, int64_t rows, int64_t columns,
    const EntropicProblem& problem) {
  FLOW_RETURN_IF_ERROR(CheckProblem(cost_rc, rows, columns, problem));
  const std::optional<Extremes> extremes =
      FiniteExtremes(cost_rc.data(), rows * columns);
  if (!extremes) return NotFinite(cost_rc, columns);
  EntropicScaling scaling(cost_rc, rows, columns, problem.marginal_penalty);
  const EntropicPass outcome = Iterate(problem, *extremes, &scaling);
  EntropicPlan plan = std::move(scaling).TakePlan();
  plan.iterations = outcome.iterations;
  plan.error = outcome.error;
  plan.converged = outcome.error <= problem.tolerance;
  if (!(plan.mass >= kLeastMass && plan.mass < kInfinity)) {
    return absl::OutOfRangeError(absl::StrCat(
        "the mass of the transport plan is ", plan.mass,
        "; a larger regularization or a larger marginal_penalty keeps it"));
  }
  FillValues(problem, &plan);
  return plan;
}

}  // namespace flow::core
