#include "core/nn/drawn_values.h"

#include <cstdint>

#include "ATen/ops/empty.h"

namespace flow::core {

at::Tensor DrawnValues(Seed seed, at::IntArrayRef shape,
                       absl::FunctionRef<double(double u)> value_of) {
  at::Tensor values = at::empty(shape, at::kFloat);
  for (int64_t i = 0; i < values.numel(); ++i) {
    values.data_ptr<float>()[i] =
        static_cast<float>(value_of(RowRandom(seed, i).Uniform()));
  }
  return values;
}

}  // namespace flow::core
