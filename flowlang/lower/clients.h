#ifndef FLOWLANG_LOWER_CLIENTS_H_
#define FLOWLANG_LOWER_CLIENTS_H_

/// Who has what in a federation: the same in every stage of a run.

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/tensor/row_store.h"
#include "federated/clients/target_division.h"
#include "federated/rounds/federation_options.h"
#include "flowlang/lower/ends.h"

namespace flow::lang {

/// The target of `ends` divided among the clients.
absl::StatusOr<federated::TargetDivision> DivideTarget(
    const federated::FederationOptions& federation, const Ends& ends,
    Seed run_seed);

/// How much each client counts.
std::vector<double> ClientWeights(
    const federated::FederationOptions& federation,
    const federated::TargetDivision& division);

/// The seed of what client `client` draws under `seed`: the first draws what
/// would be drawn without a federation.
Seed SeedOfClient(Seed seed, int64_t client);

/// How many of the `points` of a pool each client has: by its share of the
/// target, at least one. Client 0 has the first rows, and so on.
std::vector<int64_t> PoolRowsOfClients(
    const federated::TargetDivision& division, int64_t points);

/// The rows of each client.
std::vector<core::RowStore> PoolsOfClients(
    const federated::TargetDivision& division, const core::RowStore& pool);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_CLIENTS_H_
