#ifndef FEDERATED_ROUNDS_GROUP_MEANS_H_
#define FEDERATED_ROUNDS_GROUP_MEANS_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// The means of a part of the weights over those who send it, in groups of
/// equal size. A round makes, with S_g those of the group g that have sent,
///
///     w_g <- sum_{i in S_g} n_i w_i / sum_{i in S_g} n_i,
///
/// and of several rounds, with N_g the sum of those n_i over all of them,
///
///     w <- sum_g N_g w_g / sum_g N_g.
///
/// Not thread-safe.
class GroupMeans {
 public:
  GroupMeans(int64_t groups, int64_t group_size)
      : group_size_(group_size), groups_(groups) {}

  void Clear();
  /// Of a round's `sent`, [S], by rising number of the client.
  void Add(absl::Span<const ClientValue> sent);

  /// w_g and w, [S]; undefined where nobody has sent since Clear, or the
  /// weights of those who have are zero.
  at::Tensor OfGroup(int64_t group) const { return groups_[group].value; }
  at::Tensor OfAll() const;

 private:
  struct Mean {
    double weight = 0;  // N_g
    at::Tensor value;   // w_g
  };

  int64_t group_size_;
  std::vector<Mean> groups_;
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_GROUP_MEANS_H_
