#ifndef FEDERATED_AGGREGATION_AGGREGATION_OPTIONS_H_
#define FEDERATED_AGGREGATION_AGGREGATION_OPTIONS_H_

/// The settings of aggregation, as in flow.Aggregation of the schema. No torch:
/// plans carry these. The formulas stand in weighted_mean.h, robust_mean.h,
/// krum.h, server_optimizer.h and fed_prox.h.

#include <cstdint>
#include <variant>

namespace flow::federated {

/// One averaged gradient a step, into the optimiser of `train`.
struct FedSgdOptions {};

struct FedAvgOptions {};

struct FedAvgMOptions {
  double learning_rate = 1;  // > 0
  double momentum = 0.9;     // in [0, 1)
};

/// What becomes of the second moment.
enum class AdaptiveMethod { kAdam, kYogi, kAdagrad };

/// FedAdam, FedYogi and FedAdagrad.
struct FedAdaptiveOptions {
  AdaptiveMethod method = AdaptiveMethod::kAdam;
  double learning_rate = 0.1;  // > 0
  double beta1 = 0.9;          // in [0, 1)
  double beta2 = 0.99;         // in [0, 1); kAdagrad does not look at it
  double tau = 1e-3;           // > 0
};

struct ScaffoldOptions {
  double learning_rate = 1;  // > 0
};

struct MedianOptions {};

struct TrimmedMeanOptions {
  double trim = 0.1;  // at each end, in [0, 0.5)
};

struct KrumOptions {
  int64_t byzantine = 0;  // >= 0
};

struct MultiKrumOptions {
  int64_t byzantine = 0;  // >= 0
  int64_t keep = 1;       // >= 1
};

using AggregationRule =
    std::variant<FedSgdOptions, FedAvgOptions, FedAvgMOptions,
                 FedAdaptiveOptions, ScaffoldOptions, MedianOptions,
                 TrimmedMeanOptions, KrumOptions, MultiKrumOptions>;

struct AggregationOptions {
  AggregationRule rule = FedSgdOptions{};
  double proximal_mu = 0;  // >= 0; FedProx when > 0, beside any rule
};

/// Whether `rule` is more than a weighted mean of what clients sent.
inline bool SeesSingleUpdates(const AggregationRule& rule) {
  return std::holds_alternative<MedianOptions>(rule) ||
         std::holds_alternative<TrimmedMeanOptions>(rule) ||
         std::holds_alternative<KrumOptions>(rule) ||
         std::holds_alternative<MultiKrumOptions>(rule);
}

/// How many clients must answer for `rule` to be defined: 2 byzantine + 3 for
/// both of Krum and at least `keep`, one otherwise.
int64_t LeastClients(const AggregationRule& rule);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_AGGREGATION_OPTIONS_H_
