#ifndef FLOWLANG_PLAN_ESTIMATE_H_
#define FLOWLANG_PLAN_ESTIMATE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// What a training takes, before it is tried: orders of magnitude, for a person
/// who wonders whether it fits.
struct Estimate {
  int64_t parameters = 0;     // of the network
  int64_t trained = 0;        // numbers that are trained, in their place or not
  double step_flops = 0;      // forward and backward, additions and products
  double training_bytes = 0;  // weights, gradients, moments, average,
                              // activations, batch, costs of a coupling, what
                              // clients keep
  // The same on a GPU, which has the whole batch in the network; up to 1 GB of
  // batches wait beside. 0 of a federation, which no GPU trains.
  double device_bytes = 0;
  double protocol_bytes = 0;  // the points of the largest protocol
  double shared = 0;          // of those trained, that a client gets and sends
                              // in a round, in the mean over rounds and clients
  double shared_by_edges = 0;  // and that an edge server and the server send
                               // each other in a round of the server
};

/// Of an experiment with its defaults, for points of `dim` numbers; empty for a
/// network whose size is not known here.
std::optional<Estimate> EstimateCost(const Experiment& experiment, int64_t dim);

/// "cost       parameters 4610; a step 7.1 MFLOP; memory 1.2 MB training, 480
/// kB points", behind the parameters ", trained 96" where these are others, and
/// behind the training " (5.6 GB on a GPU)" where that takes more.
std::string EstimateLine(const Estimate& estimate);

/// "1.5 GB" of 1.5e9.
std::string HumanBytes(double bytes);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_ESTIMATE_H_
