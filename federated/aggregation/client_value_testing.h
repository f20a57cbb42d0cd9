#ifndef FEDERATED_AGGREGATION_CLIENT_VALUE_TESTING_H_
#define FEDERATED_AGGREGATION_CLIENT_VALUE_TESTING_H_

#include <utility>
#include <vector>

#include "ATen/ops/tensor.h"
#include "core/base/random.h"
#include "core/tensor/random_tensor.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

inline at::Tensor Row(std::vector<double> values) {
  return at::tensor(values, at::kDouble);
}

/// One number.
inline ClientValue Sent(int64_t client, double value, double weight = 1) {
  return {client, weight, Row({value})};
}

/// Clients 7, 10, 13, ... with normal numbers and uniform weights.
inline std::vector<ClientValue> SomeClients(Seed seed, int64_t clients,
                                            int64_t parameters,
                                            at::ScalarType dtype) {
  const at::Tensor x = core::NormalTensor(seed, clients, parameters).to(dtype);
  std::vector<ClientValue> sent;
  for (int64_t i = 0; i < clients; ++i) {
    RowRandom row(DeriveSeed(seed, "weight"), i);
    sent.push_back({7 + 3 * i, 0.1 + row.Uniform(), x[i].clone()});
  }
  return sent;
}

inline std::vector<ClientValue> Shuffled(std::vector<ClientValue> sent,
                                         Seed seed) {
  RowRandom row(seed, 0);
  for (size_t i = sent.size(); i > 1; --i) {
    std::swap(sent[i - 1], sent[row.UniformInt(i)]);
  }
  return sent;
}

/// The largest difference of two rows.
inline double Gap(const at::Tensor& a, const at::Tensor& b) {
  return a.sub(b).abs().max().item<double>();
}

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_CLIENT_VALUE_TESTING_H_
