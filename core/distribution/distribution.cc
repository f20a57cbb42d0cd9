#include "core/distribution/distribution.h"

#include "core/base/check.h"

namespace flow::core {

Points Distribution::At(const at::Tensor& index_n, Seed seed) const {
  FLOW_CHECK(false) << "a law has no rows";
  return {};
}

}  // namespace flow::core
