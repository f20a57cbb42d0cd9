#include "flowlang/lower/clients.h"

#include "federated/partition/apportion.h"

namespace flow::lang {

absl::StatusOr<federated::TargetDivision> DivideTarget(
    const federated::FederationOptions& federation, const Ends& ends,
    Seed run_seed) {
  return federated::TargetDivision::Create(
      federation.partition, federation.clients, ends.target,
      DeriveSeed(run_seed, "federation", "partition"), ends.client_of_point);
}

std::vector<double> ClientWeights(
    const federated::FederationOptions& federation,
    const federated::TargetDivision& division) {
  if (!federation.equal_weights) return division.shares();
  return std::vector<double>(division.clients(), 1.0);
}

Seed SeedOfClient(Seed seed, int64_t client) {
  return client == 0 ? seed : DeriveSeed(seed, "client", client);
}

std::vector<int64_t> PoolRowsOfClients(
    const federated::TargetDivision& division, int64_t points) {
  return federated::Apportion(division.shares(), points);
}

std::vector<core::RowStore> PoolsOfClients(
    const federated::TargetDivision& division, const core::RowStore& pool) {
  std::vector<core::RowStore> pools;
  int64_t first = 0;
  for (const int64_t rows : PoolRowsOfClients(division, pool.rows())) {
    pools.push_back(pool.Window(first, rows));
    first += rows;
  }
  return pools;
}

}  // namespace flow::lang
