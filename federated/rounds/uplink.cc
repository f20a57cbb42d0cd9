#include "federated/rounds/uplink.h"

#include <variant>

#include "ATen/ops/zeros.h"
#include "core/train/update_rule.h"
#include "federated/exchange/compression.h"
#include "federated/exchange/error_feedback.h"

namespace flow::federated {
namespace {

constexpr char kResiduals[] = "federation.residuals";

std::vector<int64_t> SizesOf(const core::Parameters& like) {
  std::vector<int64_t> sizes;
  for (const core::NamedTensor& p : like) sizes.push_back(p.value.numel());
  return sizes;
}

}  // namespace

Uplink::Uplink(const CompressionOptions& compression, int64_t clients,
               const core::Parameters& like, Seed seed)
    : compression_(compression), seed_(seed), tensor_sizes_(SizesOf(like)) {
  if (std::holds_alternative<TopKOptions>(compression)) {
    residual_cp_ = at::zeros({clients, core::CountNumbers(like)}, at::kFloat);
  }
}

bool Uplink::IsExact() const {
  return std::holds_alternative<UncompressedOptions>(compression_);
}

at::Tensor Uplink::Carry(int64_t client, int64_t round,
                         const at::Tensor& change) {
  const Seed seed = DeriveSeed(seed_, "compression", round, client);
  if (!residual_cp_.defined()) {
    return Compress(compression_, change, tensor_sizes_, seed).value;
  }
  const at::Tensor residual_p = residual_cp_[client];
  const SentWithFeedback sent = CompressWithFeedback(
      compression_, change, residual_p, tensor_sizes_, seed);
  residual_p.copy_(sent.residual);
  return sent.sent.value;
}

std::vector<core::NamedTensor> Uplink::State() const {
  if (!residual_cp_.defined()) return {};
  return {{kResiduals, residual_cp_.clone()}};
}

absl::Status Uplink::Restore(const std::vector<core::NamedTensor>& state) {
  if (!residual_cp_.defined()) return absl::OkStatus();
  return core::RestoreTensors(state, {{kResiduals, residual_cp_}});
}

int64_t MessageBytes(const CompressionOptions& compression,
                     const core::Parameters& like) {
  return CompressedBytes(compression, SizesOf(like), sizeof(float));
}

}  // namespace flow::federated
