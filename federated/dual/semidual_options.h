#ifndef FEDERATED_DUAL_SEMIDUAL_OPTIONS_H_
#define FEDERATED_DUAL_SEMIDUAL_OPTIONS_H_

/// The settings of the semi-dual potential and of the coupling that it gives;
/// those of flow.SemidualCoupling. No torch: plans carry these.

#include <cstdint>
#include <optional>

#include "core/nn/potential_options.h"

namespace flow::federated {

/// Where each inner minimisation over z starts.
enum class InnerStart {
  kPoolMinimum,   // the best candidate: the sound choice
  kSourceSample,  // a draw of the source; diverges, see README.md
  kTargetPoint,   // the target point itself; diverges
};

/// The descent z <- z - step_size (2 (z - x1) - grad f(z)). It contracts where
/// step_size (2 - the least curvature of f) < 2.
struct InnerOptions {
  int64_t steps = 5;       // >= 0
  double step_size = 0.1;  // > 0
  InnerStart start = InnerStart::kPoolMinimum;
};

/// How a partner is chosen, and with it which dual problem f solves.
enum class ReadOut {
  kArgmin,   // the best candidate; f solves the problem without entropy
  kSoftmin,  // one drawn with softmax weights; f solves the entropic problem
};

/// Which candidates the target points of a batch choose from.
enum class Pool {
  kShared,  // K for the batch
  kFresh,   // K for each target point
};

struct SemidualOptions {
  core::PotentialOptions potential;
  int64_t candidates = 256;  // K, >= 1
  InnerOptions inner;        // kSoftmin does not look at it
  ReadOut read_out = ReadOut::kArgmin;
  double entropy = 0;  // eps of kSoftmin, > 0 there, a squared distance
  Pool pool = Pool::kShared;
  // how often a candidate of a shared pool may be chosen in a batch, >= 1
  std::optional<int64_t> reuse_cap;
  bool equal_norm = false;  // of the coupling alone; see pool_choice.h
};

/// How many candidates a batch of `batch` target points needs.
inline int64_t CandidateRows(const SemidualOptions& options, int64_t batch) {
  return options.pool == Pool::kShared ? options.candidates
                                       : batch * options.candidates;
}

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_SEMIDUAL_OPTIONS_H_
