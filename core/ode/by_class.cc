#include "core/ode/by_class.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/_unique.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/nonzero.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/distribution/labels.h"
#include "core/ode/ode_transport.h"

namespace flow::core {
namespace {

// Writes the rows of a class's results to theirs among all. The first class
// says what there is.
void Gather(const at::Tensor& part, const at::Tensor& row_m, int64_t points,
            int64_t dimension, at::Tensor* all) {
  if (!part.defined()) return;
  if (!all->defined()) {
    std::vector<int64_t> shape = part.sizes().vec();
    shape[dimension] = points;
    *all = at::empty(shape, part.options());
  }
  all->index_copy_(dimension, row_m, part);
}

}  // namespace

absl::Status ForEachClass(
    const at::Tensor& label_n,
    absl::FunctionRef<absl::Status(int64_t label, const at::Tensor& row_m)>
        visit) {
  const at::Tensor present = std::get<0>(at::_unique(label_n));
  for (int64_t k = 0; k < present.size(0); ++k) {
    const int64_t label = present[k].item<int64_t>();
    FLOW_RETURN_IF_ERROR(
        visit(label, at::nonzero(label_n.eq(label)).squeeze(1)))
        << "among the points of class " << label;
  }
  return absl::OkStatus();
}

ByClassTransport::ByClassTransport(
    std::vector<std::unique_ptr<Transport>> classes)
    : classes_(std::move(classes)) {}

absl::StatusOr<Transported> ByClassTransport::Push(
    const at::Tensor& x_nd, const Journey& journey) const {
  const int64_t n = x_nd.size(0);
  CheckLabels(journey.label_n, n, static_cast<int64_t>(classes_.size()));
  FLOW_CHECK(journey.first_row == 0) << "rows are counted in their class";
  Transported all;
  FLOW_RETURN_IF_ERROR(ForEachClass(
      journey.label_n,
      [&](int64_t label, const at::Tensor& row_m) -> absl::Status {
        const Journey own = {journey.direction, journey.save_at,
                             DeriveSeed(journey.seed, "class", label)};
        FLOW_ASSIGN_OR_RETURN(
            const Transported part,
            classes_[label]->Push(x_nd.index_select(0, row_m), own));
        Gather(part.x_nd, row_m, n, 0, &all.x_nd);
        Gather(part.path_energy_n, row_m, n, 0, &all.path_energy_n);
        Gather(part.evaluations_n, row_m, n, 0, &all.evaluations_n);
        Gather(part.trajectory_snd, row_m, n, 1, &all.trajectory_snd);
        return absl::OkStatus();
      }));
  return all;
}

absl::StatusOr<std::unique_ptr<Transport>> MakeOdeTransport(
    const FieldsByClass& fields, const OdeOptions& solver, ThreadPool* pool) {
  std::vector<std::unique_ptr<Transport>> classes;
  for (const auto& field : fields) {
    FLOW_ASSIGN_OR_RETURN(auto transport,
                          OdeTransport::Create(field, solver, pool));
    classes.push_back(std::move(transport));
  }
  if (classes.size() == 1) return std::move(classes[0]);
  return std::make_unique<ByClassTransport>(std::move(classes));
}

absl::StatusOr<LogLikelihoods> LogLikelihoodByClass(
    const FieldsByClass& fields, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool) {
  if (fields.size() == 1) {
    return LogLikelihood(*fields[0], source, solver, divergence, points.x_nd,
                         seed, pool);
  }
  const int64_t n = points.x_nd.size(0);
  CheckLabels(points.label_n, n, static_cast<int64_t>(fields.size()));
  LogLikelihoods all;
  FLOW_RETURN_IF_ERROR(ForEachClass(
      points.label_n,
      [&](int64_t label, const at::Tensor& row_m) -> absl::Status {
        FLOW_ASSIGN_OR_RETURN(
            const LogLikelihoods part,
            LogLikelihood(*fields[label], source.OfClass(label), solver,
                          divergence, points.x_nd.index_select(0, row_m),
                          DeriveSeed(seed, "class", label), pool));
        Gather(part.log_density_n, row_m, n, 0, &all.log_density_n);
        Gather(part.source_nd, row_m, n, 0, &all.source_nd);
        Gather(part.evaluations_n, row_m, n, 0, &all.evaluations_n);
        return absl::OkStatus();
      }));
  return all;
}

}  // namespace flow::core
