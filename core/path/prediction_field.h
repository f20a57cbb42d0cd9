#ifndef CORE_PATH_PREDICTION_FIELD_H_
#define CORE_PATH_PREDICTION_FIELD_H_

#include <memory>
#include <utility>

#include "core/ode/velocity_field.h"
#include "core/path/path_options.h"
#include "core/path/prediction.h"

namespace flow::core {

/// The velocity that goes with a prediction of data, noise or score along a
/// path, by conversion.h. Immutable and thread-safe.
class PredictionField : public VelocityField {
 public:
  /// `predicted` gives the quantity `kind` where a velocity is asked of it. The
  /// path is one of signal and noise with HasRisingRatio.
  PredictionField(std::shared_ptr<const VelocityField> predicted,
                  Prediction kind, PathOptions path)
      : predicted_(std::move(predicted)), kind_(kind), path_(std::move(path)) {}

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;

 private:
  std::shared_ptr<const VelocityField> predicted_;
  Prediction kind_;
  PathOptions path_;
};

}  // namespace flow::core

#endif  // CORE_PATH_PREDICTION_FIELD_H_
