#ifndef FEDERATED_PARTITION_PARTITION_OPTIONS_H_
#define FEDERATED_PARTITION_PARTITION_OPTIONS_H_

/// The settings of each way to divide data among clients, as the language has
/// them. What each means is said where the way is: README.md has the list.

#include <cstdint>
#include <string>
#include <variant>

namespace flow::federated {

/// A random share for each, of equal size; size_partition.h.
struct Iid {};

/// Whole classes, dealt out in turn; label_partition.h.
struct ByLabel {};

/// Each class divided by shares of a Dirichlet law; dirichlet_partition.h.
struct Dirichlet {
  double alpha = 0;  // must be set: positive and finite
  int64_t min_size = 10;
};

/// Sorted by class and cut into clients * per_client shards;
/// shards_partition.h.
struct Shards {
  int64_t per_client = 2;
};

/// A few classes for each client; pathological_partition.h.
struct Pathological {
  int64_t classes_per_client = 2;
};

/// How sizes grow with the number i = 1, 2, ... of the client: as i, i^2,
/// exp(i), or exp(std z_i) with z_i standard normal.
enum class QuantityLaw { kLinear, kSquare, kExponential, kLogNormal };

/// As iid, with unequal sizes; size_partition.h.
struct Quantity {
  QuantityLaw law = QuantityLaw::kLinear;
  double std = 1;  // of kLogNormal; positive and finite
};

/// As by label, of the components of a mixture; label_partition.h.
struct ByComponent {};

/// A client for each value of a column of whole numbers; label_partition.h.
struct ByColumn {
  std::string column;  // its name, for errors: the values come as labels
};

/// Line k is the number of the client who has row k; partition_file.h.
struct FromFile {
  std::string path;
};

using PartitionOptions =
    std::variant<Iid, ByLabel, Dirichlet, Shards, Pathological, Quantity,
                 ByComponent, ByColumn, FromFile>;

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_PARTITION_OPTIONS_H_
