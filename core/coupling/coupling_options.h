#ifndef CORE_COUPLING_COUPLING_OPTIONS_H_
#define CORE_COUPLING_COUPLING_OPTIONS_H_

/// The settings of each coupling. No torch: plans carry these.

#include <variant>

namespace flow::core {

/// Pairs as drawn.
struct IndependentOptions {};

/// How pairs are taken from a transport plan.
enum class Pairing { kPermutation, kResample };

/// Exact optimal transport within the batch; see minibatch_ot.h.
struct MinibatchOtOptions {
  Pairing pairing = Pairing::kPermutation;
};

using CouplingOptions = std::variant<IndependentOptions, MinibatchOtOptions>;

}  // namespace flow::core

#endif  // CORE_COUPLING_COUPLING_OPTIONS_H_
