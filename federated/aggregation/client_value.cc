#include "federated/aggregation/client_value.h"

#include <algorithm>

#include "core/base/check.h"

namespace flow::federated {
namespace {

void CheckValue(const ClientValue& sent, const at::Tensor& first) {
  const at::Tensor& x = sent.value;
  FLOW_CHECK(x.defined() && x.dim() == 1 && x.is_contiguous() &&
             x.device().is_cpu())
      << "client " << sent.client << " must send one contiguous row on the CPU";
  FLOW_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble)
      << "client " << sent.client << " must send float32 or float64";
  FLOW_CHECK(x.scalar_type() == first.scalar_type() &&
             x.numel() == first.numel())
      << "all clients must send the same shape and dtype; client "
      << sent.client << " sent " << x.numel() << " numbers and the first "
      << first.numel();
}

}  // namespace

std::vector<ClientValue> InOrderOfClients(absl::Span<const ClientValue> sent) {
  FLOW_CHECK(!sent.empty()) << "somebody must have answered";
  std::vector<ClientValue> ordered(sent.begin(), sent.end());
  std::sort(ordered.begin(), ordered.end(),
            [](const ClientValue& a, const ClientValue& b) {
              return a.client < b.client;
            });
  for (size_t i = 0; i < ordered.size(); ++i) {
    CheckValue(ordered[i], ordered[0].value);
    FLOW_CHECK(i == 0 || ordered[i - 1].client != ordered[i].client)
        << "client " << ordered[i].client << " must answer once";
  }
  return ordered;
}

}  // namespace flow::federated
