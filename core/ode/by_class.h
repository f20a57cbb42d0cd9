#ifndef CORE_ODE_BY_CLASS_H_
#define CORE_ODE_BY_CLASS_H_

/// Flows of classes: a field for each, and points that follow that of their
/// label.

#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/ode/divergence_field.h"
#include "core/ode/likelihood.h"
#include "core/ode/transport.h"

namespace flow::core {

// Shapes: N points, M of them of one class.

/// Calls `visit` for each label in `label_n` (int64 [N]), in ascending order,
/// with its rows (int64 [M], ascending). The first error ends it, and is
/// returned with the label.
absl::Status ForEachClass(
    const at::Tensor& label_n,
    absl::FunctionRef<absl::Status(int64_t label, const at::Tensor& row_m)>
        visit);

/// Moves every point by the transport of its label. Where a transport adds
/// noise, that of a point is known by the seed, its label and which of the
/// label's points it is.
class ByClassTransport : public Transport {
 public:
  explicit ByClassTransport(std::vector<std::unique_ptr<Transport>> classes);

  /// `journey.label_n` has a label of a class for each point, which is
  /// FLOW_CHECKed. Errors: those of the transports.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  std::vector<std::unique_ptr<Transport>> classes_;
};

/// The flow of the only field there is, or of the field of each point's class.
/// Errors: those of OdeTransport.
absl::StatusOr<std::unique_ptr<Transport>> MakeOdeTransport(
    const FieldsByClass& fields, const OdeOptions& solver, ThreadPool* pool);

/// LogLikelihood() of each point given its label, from the source of that class
/// along its field; labels are not looked at where there is one field.
absl::StatusOr<LogLikelihoods> LogLikelihoodByClass(
    const FieldsByClass& fields, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_ODE_BY_CLASS_H_
