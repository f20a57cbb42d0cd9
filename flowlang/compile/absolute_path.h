#ifndef FLOWLANG_COMPILE_ABSOLUTE_PATH_H_
#define FLOWLANG_COMPILE_ABSOLUTE_PATH_H_

#include <string>

namespace flow::lang {

/// A path that an experiment in `folder` names, as one that holds from any
/// folder, so that a plan can be run again.
std::string AbsolutePath(const std::string& folder, const std::string& path);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_ABSOLUTE_PATH_H_
