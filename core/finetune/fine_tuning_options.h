#ifndef CORE_FINETUNE_FINE_TUNING_OPTIONS_H_
#define CORE_FINETUNE_FINE_TUNING_OPTIONS_H_

/// What is trained of weights that are there already. No torch: plans carry
/// these.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace flow::core {

/// All of them.
struct AllWeightsOptions {};

/// Changes of low rank; low_rank_adapter.h.
struct LowRankOptions {
  int64_t rank = 4;  // r, >= 1; a smaller matrix has its own
  double alpha = 4;  // the change is alpha / r times B A; finite and > 0
  // the matrices, as NameCovers has it; all where empty
  std::vector<std::string> parameters;
};

/// Those of a narrower network; network_proxy.h.
struct ProxyOptions {
  double keep = 1;          // of the units of a hidden layer, in (0, 1]
  int64_t align_steps = 0;  // before it is trained, >= 0
};

using FineTuningOptions =
    std::variant<AllWeightsOptions, LowRankOptions, ProxyOptions>;

}  // namespace flow::core

#endif  // CORE_FINETUNE_FINE_TUNING_OPTIONS_H_
