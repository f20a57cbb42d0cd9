#ifndef FLOWLANG_LOWER_ENVIRONMENT_H_
#define FLOWLANG_LOWER_ENVIRONMENT_H_

#include "core/device/device.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Where a result was made: commit, processor, threads, BLAS, LibTorch, and the
/// device that trained, null where there was none but the processor.
nlohmann::ordered_json DescribeEnvironment(int threads,
                                           const core::Device* device);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_ENVIRONMENT_H_
