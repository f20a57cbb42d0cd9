#include "federated/rounds/traffic.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"
#include "core/train/update_rule.h"

namespace flow::federated {
namespace {

constexpr int64_t Traffic::*kCounts[] = {
    &Traffic::rounds,     &Traffic::asked,         &Traffic::answered,
    &Traffic::late,       &Traffic::dropped,       &Traffic::bytes_up,
    &Traffic::bytes_down, &Traffic::edge_bytes_up, &Traffic::edge_bytes_down,
    &Traffic::peer_bytes};
constexpr int64_t kNumCounts = std::size(kCounts);

constexpr double LinkCost::*kLinkCosts[] = {
    &LinkCost::seconds, &LinkCost::joules, &LinkCost::messages};
constexpr int64_t kNumLinkCosts = std::size(kLinkCosts);

std::vector<core::NamedTensor> EmptyState(const Traffic& traffic) {
  std::vector<core::NamedTensor> state = {
      {"federation.traffic", at::empty({kNumCounts}, at::kLong)},
      {"federation.clock", at::empty({1}, at::kDouble)}};
  if (traffic.links) {
    state.push_back(
        {"federation.links", at::empty({kNumLinkCosts}, at::kDouble)});
  }
  return state;
}

}  // namespace

std::vector<core::NamedTensor> TrafficState(const Traffic& traffic) {
  std::vector<core::NamedTensor> state = EmptyState(traffic);
  int64_t* const counts = state[0].value.data_ptr<int64_t>();
  for (int64_t i = 0; i < kNumCounts; ++i) counts[i] = traffic.*kCounts[i];
  state[1].value.fill_(traffic.simulated_time);
  if (traffic.links) {
    double* const costs = state[2].value.data_ptr<double>();
    for (int64_t i = 0; i < kNumLinkCosts; ++i) {
      costs[i] = (*traffic.links).*kLinkCosts[i];
    }
  }
  return state;
}

absl::Status RestoreTraffic(const std::vector<core::NamedTensor>& state,
                            Traffic* traffic) {
  const std::vector<core::NamedTensor> saved = EmptyState(*traffic);
  FLOW_RETURN_IF_ERROR(core::RestoreTensors(state, saved));
  const int64_t* const counts = saved[0].value.const_data_ptr<int64_t>();
  for (int64_t i = 0; i < kNumCounts; ++i) traffic->*kCounts[i] = counts[i];
  traffic->simulated_time = saved[1].value.item<double>();
  if (traffic->links) {
    const double* const costs = saved[2].value.const_data_ptr<double>();
    for (int64_t i = 0; i < kNumLinkCosts; ++i) {
      (*traffic->links).*kLinkCosts[i] = costs[i];
    }
  }
  return absl::OkStatus();
}

}  // namespace flow::federated
