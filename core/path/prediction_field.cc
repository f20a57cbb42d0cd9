#include "core/path/prediction_field.h"

#include "core/path/conversion.h"

namespace flow::core {

at::Tensor PredictionField::Velocity(const at::Tensor& x_bd,
                                     const at::Tensor& t_b) const {
  return Convert(kind_, predicted_->Velocity(x_bd, t_b), Prediction::kVelocity,
                 x_bd, SignalAndNoiseColumnsAt(path_, t_b));
}

}  // namespace flow::core
