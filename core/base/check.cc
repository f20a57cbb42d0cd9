#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace flow::internal {

CheckFailure::CheckFailure(const char* condition, const char* file, int line) {
  sentence_ << "internal error at " << file << ":" << line << ": expected "
            << condition << "; ";
}

CheckFailure::~CheckFailure() {
  std::fprintf(stderr, "%s\nThis is a bug in flow; please report it.\n",
               sentence_.str().c_str());
  std::fflush(stderr);
  std::_Exit(4);
}

}  // namespace flow::internal
