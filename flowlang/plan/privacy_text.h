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
/// Empty without privacy.
std::string PrivacyLine(const Experiment& experiment,
                        std::optional<int64_t> points);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_PRIVACY_TEXT_H_
