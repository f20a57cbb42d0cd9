#ifndef CORE_OT_SOLVER_H_
#define CORE_OT_SOLVER_H_

#include <cstdint>
#include <vector>

#include "core/ot/assignment.h"
#include "core/ot/cost_blocks.h"

namespace flow::core::internal {

/// Solves the assignment problem of any source of costs: the auction, then the
/// augmenting paths. `point_of_column` names the columns of the result, and is a
/// permutation.
Assignment SolveCosts(const CostBlocks& costs,
                      const std::vector<int32_t>& point_of_column);

}  // namespace flow::core::internal

#endif  // CORE_OT_SOLVER_H_
