#include "core/path/make_path.h"

#include "core/path/linear_path.h"

namespace flow::core {
namespace {

struct Maker {
  std::shared_ptr<const ConditionalPath> operator()(
      const LinearPathOptions& options) const {
    return std::make_shared<LinearPath>(options);
  }
};

}  // namespace

std::shared_ptr<const ConditionalPath> MakePath(const PathOptions& options) {
  return std::visit(Maker{}, options);
}

}  // namespace flow::core
