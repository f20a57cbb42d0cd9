#include "core/device/tf32_convolutions.h"

#include "ATen/Context.h"

namespace flow::core {

Tf32Convolutions::Tf32Convolutions(bool allowed)
    : before_(at::globalContext().allowTF32CuDNN()) {
  at::globalContext().setAllowTF32CuDNN(allowed);
}

Tf32Convolutions::~Tf32Convolutions() {
  at::globalContext().setAllowTF32CuDNN(before_);
}

}  // namespace flow::core
