#ifndef FLOWLANG_LOWER_CLIENTS_RECORD_H_
#define FLOWLANG_LOWER_CLIENTS_RECORD_H_

#include <optional>

#include "absl/status/status.h"
#include "federated/rounds/federation_options.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/stage_context.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Adds to the record of the first training over clients in a plan what their
/// partition came out as, as "clients": sizes, classes, and how far apart the
/// clients are (federated/clients/heterogeneity.h). Nothing for later ones and
/// without a federation. The same for every run of a plan.
absl::Status AddClients(
    const std::optional<federated::FederationOptions>& federation,
    const EndsOptions& ends, const StageContext& context,
    nlohmann::ordered_json* record);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_CLIENTS_RECORD_H_
