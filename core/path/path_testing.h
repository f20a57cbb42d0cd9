#ifndef CORE_PATH_PATH_TESTING_H_
#define CORE_PATH_PATH_TESTING_H_

/// One path of every kind, with every shape that a kind has, for tests of what
/// all paths obey.

#include <string>
#include <vector>

#include "core/path/path_options.h"

namespace flow::core {

struct NamedPath {
  std::string name;
  PathOptions options;
};

std::vector<NamedPath> EveryPath();

}  // namespace flow::core

#endif  // CORE_PATH_PATH_TESTING_H_
