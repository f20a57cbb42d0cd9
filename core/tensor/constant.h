#ifndef CORE_TENSOR_CONSTANT_H_
#define CORE_TENSOR_CONSTANT_H_

#include <memory>
#include <mutex>
#include <vector>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// A tensor that never changes, as others need it: a copy for each dtype and
/// device is made when it is first asked for, and kept. So whoever computes
/// with it moves nothing from the host to a device but once. Copies share what
/// they keep. Thread-safe.
class Constant {
 public:
  /// Undefined, or of `value`, which nobody changes from then on.
  Constant() = default;
  explicit Constant(at::Tensor value);

  bool defined() const { return kept_ != nullptr; }
  const at::Tensor& value() const { return kept_->value; }

  /// In the dtype and on the device of `x`. Must be defined.
  at::Tensor Like(const at::Tensor& x) const;

 private:
  struct Kept {
    at::Tensor value;
    std::mutex mutex;
    std::vector<at::Tensor> copies;
  };
  std::shared_ptr<Kept> kept_;
};

}  // namespace flow::core

#endif  // CORE_TENSOR_CONSTANT_H_
