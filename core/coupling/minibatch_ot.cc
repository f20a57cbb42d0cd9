#include "core/coupling/minibatch_ot.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"
#include "core/coupling/transport_plan.h"

namespace flow::core {
namespace {

// Rows that are coupled among themselves, and where each row of the batch is.
struct Groups {
  struct Place {
    int32_t group, position;
  };
  std::vector<std::vector<int32_t>> rows;
  std::vector<Place> place_b;
};

// By label; one group without labels.
Groups Split(int64_t n, const int64_t* label) {
  Groups groups;
  std::map<int64_t, int32_t> group_of_label;
  for (int32_t i = 0; i < n; ++i) {
    const auto [it, is_new] = group_of_label.emplace(
        label == nullptr ? 0 : label[i], groups.rows.size());
    if (is_new) groups.rows.emplace_back();
    std::vector<int32_t>& rows = groups.rows[it->second];
    groups.place_b.push_back({it->second, static_cast<int32_t>(rows.size())});
    rows.push_back(i);
  }
  return groups;
}

std::vector<float> Gather(const at::Tensor& x_nd,
                          const std::vector<int32_t>& rows) {
  const int64_t dim = x_nd.size(1);
  std::vector<float> values(rows.size() * dim);
  for (size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(x_nd.const_data_ptr<float>() + rows[i] * dim, dim,
                &values[i * dim]);
  }
  return values;
}

// The report of the whole from those of its groups, each by its size.
void Merge(const CouplingReport& group, double share, CouplingReport* whole) {
  whole->cost += share * group.cost;
  whole->duality_gap += share * group.duality_gap;
  whole->marginal_error += share * group.marginal_error;
  whole->iterations = std::max(whole->iterations, group.iterations);
  whole->converged = whole->converged && group.converged;
}

struct Solution {
  Groups groups;
  std::vector<std::unique_ptr<TransportPlan>> plans;  // of the groups
  CouplingReport report;

  // A pair of the plan of the row's group, as rows of the batch.
  std::pair<int64_t, int64_t> Draw(int64_t row, RowRandom* random) const {
    const Groups::Place place = groups.place_b[row];
    const auto [i, j] = plans[place.group]->Draw(place.position, random);
    const std::vector<int32_t>& rows = groups.rows[place.group];
    return {rows[i], rows[j]};
  }
};

absl::StatusOr<Solution> Solve(const MinibatchOtOptions& options,
                               const Points& source, const Points& target) {
  const int64_t n = source.x_nd.size(0);
  const at::Tensor x0 = source.x_nd.contiguous();
  const at::Tensor x1 = target.x_nd.contiguous();
  const at::Tensor labels =
      target.label_n.defined() ? target.label_n.contiguous() : at::Tensor();
  const int64_t* label = labels.defined() && options.condition_weight > 0
                             ? labels.const_data_ptr<int64_t>()
                             : nullptr;
  const bool apart = std::isinf(options.condition_weight);
  Solution solution{.groups = Split(n, apart ? label : nullptr)};
  for (const std::vector<int32_t>& rows : solution.groups.rows) {
    TransportProblem problem{.n = static_cast<int64_t>(rows.size()),
                             .dim = x0.size(1),
                             .x0_nd = Gather(x0, rows),
                             .x1_nd = Gather(x1, rows)};
    if (label != nullptr && !apart) {
      problem.label_n.assign(label, label + n);
      problem.label_weight = options.condition_weight;
    }
    FLOW_ASSIGN_OR_RETURN(auto plan, SolveTransport(options.solver, problem));
    Merge(plan->report(), rows.size() / static_cast<double>(n),
          &solution.report);
    solution.plans.push_back(std::move(plan));
  }
  return solution;
}

}  // namespace

absl::StatusOr<Pairs> MinibatchOt::Couple(const Points& source,
                                          const Points& target,
                                          Seed seed) const {
  FLOW_ASSIGN_OR_RETURN(const Solution solution,
                        Solve(options_, source, target));
  const int64_t n = source.x_nd.size(0);
  Pairs pairs{at::empty({n}, at::kLong), at::empty({n}, at::kLong),
              solution.report};
  for (int64_t i = 0; i < n; ++i) {
    RowRandom random(seed, i);
    const int64_t row = options_.pairing == Pairing::kPermutation
                            ? i
                            : static_cast<int64_t>(random.UniformInt(n));
    std::tie(pairs.source_b.data_ptr<int64_t>()[i],
             pairs.target_b.data_ptr<int64_t>()[i]) =
        solution.Draw(row, &random);
  }
  pairs.report.distinct_targets = DistinctShare(pairs.target_b);
  return pairs;
}

}  // namespace flow::core
