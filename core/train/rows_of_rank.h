#ifndef CORE_TRAIN_ROWS_OF_RANK_H_
#define CORE_TRAIN_ROWS_OF_RANK_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/status/statusor.h"
#include "core/train/batch.h"

namespace flow::core {

/// The rows that one of several processes has of each batch
/// (core/processes/rows_of_process.h). The batches are those of the whole run,
/// whatever the number of processes: each makes them for itself, and drops what
/// the whole would drop.
class RowsOfRank : public Batches {
 public:
  /// 0 <= rank < ranks <= rows of a batch; FLOW_CHECKed.
  RowsOfRank(std::shared_ptr<const Batches> batches, int64_t rank,
             int64_t ranks);

  /// One step. Errors: those of the batches.
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override;

 private:
  absl::StatusOr<Batch> Whole(int64_t step) const;

  std::shared_ptr<const Batches> batches_;
  int64_t rank_, ranks_;
  mutable std::mutex mutex_;
  mutable std::optional<Stretch> stretch_;  // the last one
};

}  // namespace flow::core

#endif  // CORE_TRAIN_ROWS_OF_RANK_H_
