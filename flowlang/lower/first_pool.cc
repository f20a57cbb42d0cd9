#include "flowlang/lower/first_pool.h"

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/ends.h"

namespace flow::lang {

absl::StatusOr<at::Tensor> FirstPool(const EndsOptions& ends, int64_t points,
                                     const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const Ends made, MakeEnds(ends, context.plan.seed));
  const Seed seed = DeriveSeed(context.plan.seed, "pool");
  return made.target->DrawDistinct(points, seed).x_nd;
}

}  // namespace flow::lang
