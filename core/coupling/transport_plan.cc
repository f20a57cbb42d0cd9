#include "core/coupling/transport_plan.h"

#include <numeric>

#include "core/base/status_macros.h"
#include "core/ot/assignment.h"
#include "core/ot/partial.h"
#include "core/ot/sinkhorn.h"
#include "core/ot/squared_costs.h"
#include "core/ot/unbalanced.h"

namespace flow::core {
namespace {

using PlanOr = absl::StatusOr<std::unique_ptr<TransportPlan>>;

// the default regularisation, as a share of the mean squared distance
constexpr double kRegularizationShare = 1.0 / 20;

// Up to here a matrix of float costs is faster than costs that are computed in
// double each time they are needed: 3 times at 512 points, 1.7 at 1024; equal
// at 2048, half as fast at 4096.
constexpr int64_t kMostMatrixRows = 1024;

class PermutationPlan : public TransportPlan {
 public:
  PermutationPlan(std::vector<int32_t> column_of_row, CouplingReport report)
      : TransportPlan(report), column_of_row_(std::move(column_of_row)) {}
  std::pair<int32_t, int32_t> Draw(int32_t row, RowRandom*) const override {
    return {row, column_of_row_[row]};
  }

 private:
  std::vector<int32_t> column_of_row_;
};

CouplingReport ReportOf(const EntropicPlan& plan) {
  return {.cost = plan.cost,
          .marginal_error = plan.error,
          .iterations = plan.iterations,
          .converged = plan.converged};
}

// Rows have equal mass: the uniform row is one of them.
class BalancedPlan : public TransportPlan {
 public:
  explicit BalancedPlan(EntropicPlan plan)
      : TransportPlan(ReportOf(plan)), plan_(std::move(plan)) {}
  std::pair<int32_t, int32_t> Draw(int32_t row,
                                   RowRandom* random) const override {
    return {row, plan_.ColumnOf(row, random->Uniform())};
  }

 private:
  EntropicPlan plan_;
};

class UnbalancedPlan : public TransportPlan {
 public:
  explicit UnbalancedPlan(EntropicPlan plan)
      : TransportPlan(ReportOf(plan)), plan_(std::move(plan)) {}
  std::pair<int32_t, int32_t> Draw(int32_t row,
                                   RowRandom* random) const override {
    return plan_.Draw(random);
  }

 private:
  EntropicPlan plan_;
};

class PartialPlan : public TransportPlan {
 public:
  PartialPlan(std::vector<std::pair<int32_t, int32_t>> pairs,
              CouplingReport report)
      : TransportPlan(report), pairs_(std::move(pairs)) {}
  std::pair<int32_t, int32_t> Draw(int32_t row,
                                   RowRandom* random) const override {
    return pairs_[random->UniformInt(pairs_.size())];
  }

 private:
  std::vector<std::pair<int32_t, int32_t>> pairs_;
};

// The mean squared distance of independent pairs.
double MeanOf(const std::vector<float>& distance_rc) {
  return std::accumulate(distance_rc.begin(), distance_rc.end(), 0.0) /
         static_cast<double>(distance_rc.size());
}

std::vector<float> DistancesOf(const TransportProblem& problem) {
  return AllSquaredCosts(problem.x0_nd,
                         SquaredCosts(problem.x1_nd, problem.n, problem.dim),
                         problem.n);
}

// What the labels add.
std::vector<float> WithLabels(std::vector<float> cost_rc,
                              const TransportProblem& problem) {
  const int64_t n = problem.n;
  if (problem.label_n.empty()) return cost_rc;
  const auto weight = static_cast<float>(problem.label_weight);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j) {
      const bool differ = problem.label_n[i] != problem.label_n[j];
      cost_rc[i * n + j] += differ ? weight : 0.0f;
    }
  }
  return cost_rc;
}

std::vector<float> CostsOf(const TransportProblem& problem) {
  return WithLabels(DistancesOf(problem), problem);
}

struct Solver {
  const TransportProblem& problem;

  PlanOr operator()(const ExactSolverOptions&) const {
    FLOW_ASSIGN_OR_RETURN(Assignment plan, Assign());
    const CouplingReport report = {.cost = plan.cost / problem.n,
                                   .duality_gap = plan.duality_gap / problem.n};
    return std::make_unique<PermutationPlan>(std::move(plan.column_of_row),
                                             report);
  }

  PlanOr operator()(const SinkhornSolverOptions& options) const {
    std::vector<float> distance_rc = DistancesOf(problem);
    const double regularization =
        RegularizationOf(options, MeanOf(distance_rc));
    FLOW_ASSIGN_OR_RETURN(
        EntropicPlan plan,
        SolveSinkhorn(
            WithLabels(std::move(distance_rc), problem), problem.n, problem.n,
            {regularization, options.max_iterations, options.tolerance}));
    return std::make_unique<BalancedPlan>(std::move(plan));
  }

  PlanOr operator()(const UnbalancedSolverOptions& options) const {
    FLOW_ASSIGN_OR_RETURN(
        EntropicPlan plan,
        SolveUnbalanced(CostsOf(problem), problem.n, problem.n,
                        {options.regularization, options.marginal_penalty,
                         options.max_iterations, options.tolerance}));
    return std::make_unique<UnbalancedPlan>(std::move(plan));
  }

  PlanOr operator()(const PartialSolverOptions& options) const {
    const int64_t k = PartialPairs(options.mass, problem.n);
    FLOW_ASSIGN_OR_RETURN(PartialMatching matching,
                          SolvePartial(CostsOf(problem), problem.n, k));
    const CouplingReport report = {.cost = matching.cost / k,
                                   .duality_gap = matching.duality_gap / k};
    return std::make_unique<PartialPlan>(std::move(matching.pairs), report);
  }

  absl::StatusOr<Assignment> Assign() const {
    if (!problem.label_n.empty() || problem.n <= kMostMatrixRows) {
      return SolveAssignment(CostsOf(problem), problem.n);
    }
    return SolvePointAssignment(problem.x0_nd, problem.x1_nd, problem.n,
                                problem.dim, GroundCost::kSquaredEuclidean);
  }
};

}  // namespace

double RegularizationOf(const SinkhornSolverOptions& options,
                        double mean_distance) {
  const double regularization =
      options.regularization.value_or(kRegularizationShare * mean_distance);
  // all points in one place cost nothing at any regularisation
  return regularization == 0 ? 1 : regularization;
}

PlanOr SolveTransport(const OtSolverOptions& options,
                      const TransportProblem& problem) {
  return std::visit(Solver{problem}, options);
}

}  // namespace flow::core
