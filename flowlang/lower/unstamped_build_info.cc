#include "flowlang/lower/build_info.h"

namespace flow::lang {

const char kBuildCommit[] = "unstamped";

}  // namespace flow::lang
