#include "core/ot/entropic_plan.h"

#include <cmath>

#include "core/base/first_above.h"

namespace flow::core {
namespace {

// The sum of value(j) over j in [0, count), in four sums side by side.
template <typename Value>
double LaneSum(int64_t count, Value value) {
  double a = 0, b = 0, c = 0, d = 0;
  int64_t j = 0;
  for (; j + 4 <= count; j += 4) {
    a += value(j);
    b += value(j + 1);
    c += value(j + 2);
    d += value(j + 3);
  }
  for (; j < count; ++j) a += value(j);
  return (a + b) + (c + d);
}

void FillRow(const EntropicPlan& plan, int64_t row, double scale, double* p) {
  const float* k = &plan.kernel[row * plan.stride];
  const float* v = plan.column_scale.data();
  for (int64_t j = 0; j < plan.columns; ++j) {
    p[j] = scale * (static_cast<double>(k[j]) * static_cast<double>(v[j]));
  }
}

}  // namespace

double EntropicPlan::Probability(int64_t row, int64_t column) const {
  return static_cast<double>(row_scale[row]) * kernel[row * stride + column] *
         column_scale[column] / (static_cast<double>(rows) * columns);
}

int32_t EntropicPlan::ColumnOf(int64_t row, double uniform) const {
  const float* k = &kernel[row * stride];
  double sum = 0;
  for (int64_t j = 0; j < columns; ++j) {
    sum += static_cast<double>(k[j]) * column_scale[j];
  }
  double left = uniform * sum;
  int64_t last = 0;  // with mass: rounding must not lead past it
  for (int64_t j = 0; j < columns; ++j) {
    const double weight = static_cast<double>(k[j]) * column_scale[j];
    if (weight == 0) continue;
    last = j;
    left -= weight;
    if (left < 0) break;
  }
  return static_cast<int32_t>(last);
}

std::pair<int32_t, int32_t> EntropicPlan::Draw(RowRandom* random) const {
  const double where = random->Uniform() * mass_until.back();
  const int64_t row = FirstAbove(mass_until, where);
  return {static_cast<int32_t>(row), ColumnOf(row, random->Uniform())};
}

void FillMasses(absl::Span<const float> cost_rc, EntropicPlan* plan) {
  const double all = static_cast<double>(plan->rows) * plan->columns;
  plan->row_mass.assign(plan->rows, 0);
  plan->column_mass.assign(plan->columns, 0);
  plan->mass_until.assign(plan->rows, 0);
  plan->mass = plan->cost = 0;
  std::vector<double> p(plan->columns);
  for (int64_t i = 0; i < plan->rows; ++i) {
    FillRow(*plan, i, plan->row_scale[i] / all, p.data());
    for (int64_t j = 0; j < plan->columns; ++j) plan->column_mass[j] += p[j];
    const float* cost = &cost_rc[i * plan->columns];
    plan->row_mass[i] = LaneSum(plan->columns, [&](int64_t j) { return p[j]; });
    plan->cost +=
        LaneSum(plan->columns, [&](int64_t j) { return p[j] * cost[j]; });
    plan->mass += plan->row_mass[i];
    plan->mass_until[i] = plan->mass;
  }
  plan->cost /= plan->mass;
}

}  // namespace flow::core
