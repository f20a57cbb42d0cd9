#include "benchmarks/law.h"

#include <utility>

#include "core/base/check.h"
#include "datasets/make_distribution.h"

namespace flow::benchmarks {

std::shared_ptr<const core::Distribution> MakeLaw(datasets::Law law) {
  auto distribution = datasets::MakeDistribution({std::move(law), {}}, 1);
  FLOW_CHECK(distribution.ok()) << "a law without files";
  return *std::move(distribution);
}

}  // namespace flow::benchmarks
