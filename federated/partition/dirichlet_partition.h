#ifndef FEDERATED_PARTITION_DIRICHLET_PARTITION_H_
#define FEDERATED_PARTITION_DIRICHLET_PARTITION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/partition/client_rows.h"
#include "federated/partition/partition_options.h"

namespace flow::federated {

/// How many times PartitionByDirichlet draws again after its first draw.
inline constexpr int kDirichletRedraws = 10;

/// Each class divided by shares of its own [Yurochkin19]: for a class of n_k
/// rows, put into a random order,
///
///     p ~ Dirichlet(alpha, ..., alpha),
///     client i gets those from int((p_0 + ... + p_{i-1}) n_k) on,
///              up to       int((p_0 + ... + p_i) n_k),
///
/// so that sizes of clients differ too. While a client has fewer than min_size
/// rows, all is drawn again, up to kDirichletRedraws times; draw d = 0, 1, ...
/// has the shares of the seed DeriveSeed(seed, "draw", d). A small alpha gives
/// clients few classes, a large one nearly the same share of each. With
/// min_size = 0 a client may be without rows.
///
/// InvalidArgument: no client, more clients than rows, a negative label, alpha
/// not positive and finite, min_size negative or more than there are rows for.
/// FailedPrecondition: the last draw too has a client that is too small; the
/// error names the smallest one.
absl::StatusOr<Partition> PartitionByDirichlet(const Dirichlet& options,
                                               int64_t clients,
                                               absl::Span<const int64_t> labels,
                                               Seed seed);

/// The shares of the clients in class `label`, a draw of
/// Dirichlet(alpha, ..., alpha): nonnegative, of sum one. Each share has the
/// mean 1/n and the variance (1/n) (1 - 1/n) / (n alpha + 1). It depends on the
/// label and the seed only, so classes are independent. Of use by itself where
/// the classes are laws and not rows.
///
/// CHECKs alpha > 0, finite, and clients >= 1. Below an alpha of 1e-300, one
/// share is 1 in any case, as in its limit.
std::vector<double> DirichletShares(double alpha, int64_t clients,
                                    int64_t label, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_DIRICHLET_PARTITION_H_
