#ifndef FLOWLANG_PLAN_PRIVACY_TEXT_H_
#define FLOWLANG_PLAN_PRIVACY_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {

/// What a federation's privacy is worth, as a line of the plan: "privacy
/// epsilon 3.2 at delta 1e-05 for a client, ...". `points` is the number of the
/// target's points, if it is finite: the privacy of a record depends on it.
/// Empty without privacy; unknown, and why, where the noise does not cover all
/// that is sent.
///
/// It is that of all the trainings of the run that see the clients' points,
/// each from its first to its last round: blocks, a potential, the flow.
/// Counted on:
///
/// * a client: each round, and each round within a group, asks the same number
///   of clients, chosen anew without replacement, and releases their mean by
///   federated/privacy/client_noise.h. noise_multiplier is that of all that is
///   released, the count of an adaptive clipping norm included
///   (adaptive_clip.h);
/// * a record: each local step takes a batch of the client's points without
///   replacement, bounds what a point adds to its gradient, over all its rows,
///   and adds noise (federated/privacy/noisy_gradients.h). Who takes part in a
///   round is no secret, and the least favourable client is in all of them: of
///   an even partition the one with the fewest points. Other partitions come
///   out in the run, whose result has epsilon; the line says of how many points
///   it speaks.
std::string PrivacyLine(const Experiment& experiment,
                        std::optional<int64_t> points);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_PRIVACY_TEXT_H_
