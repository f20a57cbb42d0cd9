#ifndef CORE_PATH_PREDICTION_FIELD_H_
#define CORE_PATH_PREDICTION_FIELD_H_

#include <memory>
#include <utility>

#include "core/ode/divergence_field.h"
#include "core/path/path_options.h"
#include "core/path/prediction.h"

namespace flow::core {

/// The velocity that goes with a prediction of data, noise or score along a
/// path, by conversion.h: a(t) x + b(t) f(x, t) with f what is predicted, so
/// that the divergence is a(t) D + b(t) div f. Immutable and thread-safe.
class PredictionField : public DivergenceField {
 public:
  /// `predicted` gives the quantity `kind` where a velocity is asked of it. The
  /// path is one of signal and noise with HasRisingRatio.
  PredictionField(std::shared_ptr<const DivergenceField> predicted,
                  Prediction kind, PathOptions path)
      : predicted_(std::move(predicted)), kind_(kind), path_(std::move(path)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;
  at::Tensor VelocityAt(const at::Tensor& x_bd, double t) const override;

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override;

 private:
  std::shared_ptr<const DivergenceField> predicted_;
  Prediction kind_;
  PathOptions path_;
};

}  // namespace flow::core

#endif  // CORE_PATH_PREDICTION_FIELD_H_
