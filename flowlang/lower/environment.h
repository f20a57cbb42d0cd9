#ifndef FLOWLANG_LOWER_ENVIRONMENT_H_
#define FLOWLANG_LOWER_ENVIRONMENT_H_

#include "nlohmann/json.hpp"

namespace flow::lang {

/// Where a result was made: commit, processor, threads, BLAS, LibTorch, device.
nlohmann::ordered_json DescribeEnvironment(int threads);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_ENVIRONMENT_H_
