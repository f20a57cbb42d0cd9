#ifndef CORE_PATH_MAKE_PATH_H_
#define CORE_PATH_MAKE_PATH_H_

#include <memory>

#include "core/path/conditional_path.h"
#include "core/path/path_options.h"

namespace flow::core {

/// The path that the options describe.
std::shared_ptr<const ConditionalPath> MakePath(const PathOptions& options);

}  // namespace flow::core

#endif  // CORE_PATH_MAKE_PATH_H_
