#ifndef FEDERATED_ROUNDS_LOCAL_TRAINING_H_
#define FEDERATED_ROUNDS_LOCAL_TRAINING_H_

/// What a client does between being sent the weights w and sending its own:
///
///     w_i <- w;   K times  w_i <- optimiser(w_i, clip(g_i(w_i) + mu (w_i - w)
///                                                     - c_i + c))
///
/// but for what is frozen, which has no gradient and stays where it is,
/// with fresh moments in each round, mu of FedProx and c - c_i of SCAFFOLD
/// where they are asked for. The client's step k of round r trains on its batch
/// r K + k, so that one client that always takes part sees the batches of a
/// training that is not federated.

#include <cstdint>
#include <optional>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/thread_pool.h"
#include "core/nn/network.h"
#include "core/train/gradient_source.h"
#include "federated/aggregation/scaffold_client.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/module_ranges.h"

namespace flow::federated {

/// Where and how a client begins a round.
struct LocalStart {
  int64_t client = 0;
  int64_t round = 0;       // 0 is the first
  at::Tensor weights;      // w, float32 [P]; not changed
  at::Tensor end;          // where w_i is to be, [P]; memory that is used anew
  double rate_factor = 1;  // multiplies the learning rate
  double proximal_mu = 0;  // >= 0
  std::optional<double> max_gradient_norm;
  // Of SCAFFOLD: c, and c_i, which is not changed; undefined under other rules.
  ControlVariates controls;
  absl::Span<const ModuleRange> frozen;  // not trained
};

struct LocalEnd {
  at::Tensor weights;         // w_i, [P]
  double loss = 0;            // the mean over its steps
  at::Tensor control_change;  // c_i+ - c_i, [P]; SCAFFOLD alone
};

/// One client's round, by its `gradients`. `like` are the parameters whose
/// weights these are. OutOfRange where a loss, or a gradient that is clipped,
/// is not finite: the message names the client, the round and the step;
/// otherwise the errors of the gradients. The weights may be anything then:
/// whoever joins them looks.
absl::StatusOr<LocalEnd> TrainLocally(const LocalOptions& options,
                                      const LocalStart& start,
                                      const core::Parameters& like,
                                      core::GradientSource* gradients);

/// That a client's loss or gradient is not finite in a step of a round, both
/// from 1.
absl::Status NotFinite(int64_t client, int64_t round, int64_t step,
                       double loss);

/// That what clients made of the weights in a round, from 1, is not finite.
absl::Status WeightsNotFinite(int64_t round);

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_LOCAL_TRAINING_H_
