#ifndef FLOWLANG_PLAN_NETWORK_COST_H_
#define FLOWLANG_PLAN_NETWORK_COST_H_

#include <cstdint>

#include "core/nn/network_options.h"

namespace flow::lang {

/// What a row of a batch takes in a network, to some tenths: products and what
/// lies between them, and not what normalises and adds.
struct NetworkCost {
  double flops = 0;    // forward and backward
  double numbers = 0;  // float32 that are kept for the way back
};

NetworkCost CostOf(const core::NetworkOptions& network);

/// Rows of a batch of so many that one thread has in the network at a time.
int64_t RowsAtOnce(const core::NetworkOptions& network, int64_t batch);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_NETWORK_COST_H_
