#ifndef FLOWLANG_COMPILE_ABSOLUTE_PATH_H_
#define FLOWLANG_COMPILE_ABSOLUTE_PATH_H_

#include <string>

#include "absl/strings/string_view.h"
#include "flowlang/source/location_map.h"

namespace flow::lang {

/// The path that a setting at `field` names, as one that holds from any folder,
/// so that a plan can be run again. It is relative to the file in which it is
/// written, be that the experiment's, one that it extends or a suite's with a
/// sweep; what a command line sets, to the current folder.
std::string AbsolutePath(const LocationMap& locations, absl::string_view field,
                         const std::string& path);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPILE_ABSOLUTE_PATH_H_
