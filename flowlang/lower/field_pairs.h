#ifndef FLOWLANG_LOWER_FIELD_PAIRS_H_
#define FLOWLANG_LOWER_FIELD_PAIRS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "core/train/batch.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

using ClientBatches = std::vector<std::shared_ptr<const core::Batches>>;

/// The batches of a training on a field, `work.field`, made of each client's
/// batches of pairs. `ends` are those of all clients together.
///
/// Where of several pairs hardly more than one has a share in the sum at a
/// point of its own pair's path, in the first batch of the first client, the
/// sum is what that pair says alone and costs a multiple of it: then a warning,
/// and pairs by themselves.
absl::StatusOr<ClientBatches> ToFields(const ClientBatches& pairs,
                                       const Ends& ends,
                                       const TrainVelocityStage& work,
                                       const StageContext& context, Seed seed);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FIELD_PAIRS_H_
