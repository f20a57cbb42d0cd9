#ifndef CORE_TRAIN_DUAL_OPTIONS_H_
#define CORE_TRAIN_DUAL_OPTIONS_H_

/// The settings of DualObjective. No torch: plans carry these.

#include <cstdint>

namespace flow::core {

enum class DualLoss { kFlowMatching, kCosine };

struct DualOptions {
  DualLoss loss = DualLoss::kFlowMatching;
  double consistency = 0;   // >= 0
  double cycle = 0;         // >= 0
  int64_t cycle_steps = 8;  // >= 1, each way; only cycle > 0 looks at it
};

}  // namespace flow::core

#endif  // CORE_TRAIN_DUAL_OPTIONS_H_
