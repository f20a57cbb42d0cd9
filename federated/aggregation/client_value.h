#ifndef FEDERATED_AGGREGATION_CLIENT_VALUE_H_
#define FEDERATED_AGGREGATION_CLIENT_VALUE_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"

namespace flow::federated {

// Shapes: P parameters, as in core::FlatParameters::flat.

/// What one client sent: its weights after local training, their change or a
/// gradient, as the caller has it.
struct ClientValue {
  int64_t client;     // its number; no two are equal
  double weight = 1;  // how much it counts, >= 0; need not sum to one
  at::Tensor value;   // [P], float32 or float64, contiguous, on the CPU
};

/// The same by rising number of the client. What is computed in this order has
/// the same bits in whatever order the clients answered. FLOW_CHECKs that there
/// is a client, that no number comes twice and that values have one shape and
/// dtype as above.
std::vector<ClientValue> InOrderOfClients(absl::Span<const ClientValue> sent);

/// f(T{}) for T the type of the tensor's numbers, float or double.
template <typename F>
auto WithNumberOf(const at::Tensor& tensor, F f) {
  return tensor.scalar_type() == at::kFloat ? f(float{}) : f(double{});
}

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_CLIENT_VALUE_H_
