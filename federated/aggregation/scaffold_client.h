#ifndef FEDERATED_AGGREGATION_SCAFFOLD_CLIENT_H_
#define FEDERATED_AGGREGATION_SCAFFOLD_CLIENT_H_

/// A client's part of SCAFFOLD [Karimireddy20, Algorithm 1]. From the server's
/// weights w it goes K steps
///
///     w_i <- w_i - eta (g_i(w_i) - c_i + c),
///
/// in which c - c_i takes away what its data want and others' do not, and then
/// chooses anew, by the second option,
///
///     c_i+ = c_i - c + (w - w_i) / (K eta),
///
/// which is the mean of the g_i along the way. It sends w_i and c_i+ - c_i.
///
/// All are [P] of one dtype; c_i starts at zero. Who keeps c_i is for the
/// caller to say. The formulas are those of plain gradient steps; with another
/// local optimiser c_i+ is no mean of gradients.

#include "ATen/core/Tensor.h"

namespace flow::federated {

struct ControlVariates {
  at::Tensor server;  // c
  at::Tensor client;  // c_i
};

/// gradient <- gradient - c_i + c, in place.
void CorrectDrift(const ControlVariates& controls, at::Tensor gradient);

/// c_i+ of a client that went from `start` to `end` in steps of sizes that sum
/// to `rate_sum` > 0: K eta, or the sum of a schedule.
at::Tensor NextClientControl(const ControlVariates& controls,
                             const at::Tensor& start, const at::Tensor& end,
                             double rate_sum);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_SCAFFOLD_CLIENT_H_
