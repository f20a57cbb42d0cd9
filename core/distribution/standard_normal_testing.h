#ifndef CORE_DISTRIBUTION_STANDARD_NORMAL_TESTING_H_
#define CORE_DISTRIBUTION_STANDARD_NORMAL_TESTING_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/check.h"
#include "core/distribution/gaussian.h"

namespace flow::core {

/// N(0, I) in `dim` dimensions, for tests that need some law to draw from.
inline std::shared_ptr<const Distribution> StandardNormal(int64_t dim) {
  auto made = Gaussian::Create(std::vector<double>(dim, 0), /*std=*/1);
  FLOW_CHECK(made.ok()) << made.status();
  return *std::move(made);
}

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_STANDARD_NORMAL_TESTING_H_
