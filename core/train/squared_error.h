#ifndef CORE_TRAIN_SQUARED_ERROR_H_
#define CORE_TRAIN_SQUARED_ERROR_H_

#include "ATen/core/Tensor.h"
#include "core/train/loss_weight.h"

namespace flow::core {

/// w(t) |error|^2 / D of each row [B], for `error_bd` [B, D] at the times `t_b`
/// [B]; an empty weight is 1.
at::Tensor SquaredErrors(const at::Tensor& error_bd, const at::Tensor& t_b,
                         const TimeWeight& weight);

}  // namespace flow::core

#endif  // CORE_TRAIN_SQUARED_ERROR_H_
