#include "core/path/make_path.h"

#include "core/path/affine_path.h"

namespace flow::core {

std::shared_ptr<const ConditionalPath> MakePath(const PathOptions& options) {
  return std::make_shared<AffinePath>(options);
}

}  // namespace flow::core
