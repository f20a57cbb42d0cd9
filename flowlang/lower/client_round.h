#ifndef FLOWLANG_LOWER_CLIENT_ROUND_H_
#define FLOWLANG_LOWER_CLIENT_ROUND_H_

/// One round of one client, for a federation whose server is another program:
/// weights come as a file and go as a file.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "flowlang/lower/progress.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

struct ClientRoundOptions {
  int64_t client = 0;   // 0 is the first
  int64_t round = 0;    // 0 is the first
  std::string weights;  // safetensors; empty: the initial ones, not trained
  std::string out;      // a folder of the client's own
  int threads = 1;
};

/// Takes the client's local steps of the round from the weights and leaves
/// update.safetensors in the folder: the weights after them, under their names,
/// with the metadata "num_examples" (how much the client counts: its share of
/// the points, or one), "loss" (the mean over the steps) and "steps". A
/// function of the experiment, its seed, the client, the round and the weights:
/// under a plain weighted mean at the server, of all clients in every round,
/// the training of a fed_avg is that of `flow run` to the rounding of the mean.
///
/// FailedPrecondition where the experiment trains otherwise than by averages of
/// weights: no federation, more than one training, gradients or control
/// variates, something between a client and the server, no server, modules, or
/// privacy of records, which counts rounds that only the server knows.
/// InvalidArgument for a client or a round that there is not, and weights that
/// are another network's. Otherwise the errors of RunExperiment.
absl::Status RunClientRound(const ExperimentPlan& plan,
                            const ClientRoundOptions& options,
                            ProgressSink* progress);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_CLIENT_ROUND_H_
