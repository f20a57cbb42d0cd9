#include "core/nn/drawn_values.h"

#include <cmath>

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

at::Tensor UniformStart(Seed seed, at::IntArrayRef shape, double bound) {
  return DrawnValues(seed, shape,
                     [bound](double u) { return bound * (2 * u - 1); });
}

at::Tensor LinearStart(Seed seed, at::IntArrayRef shape, int64_t inputs) {
  return UniformStart(seed, shape, 1 / std::sqrt(static_cast<double>(inputs)));
}

}  // namespace flow::core
