#include "core/train/update_rule.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace flow::core {

void MoveAverage(const MovedWeights& moved) {
  if (!moved.average.defined()) return;
  moved.average.lerp_(moved.weights.flat, moved.average_blend);
}

absl::Status RestoreTensors(const std::vector<NamedTensor>& state,
                            const std::vector<NamedTensor>& live) {
  std::vector<at::Tensor> found;
  for (const NamedTensor& to : live) {
    const auto saved =
        std::find_if(state.begin(), state.end(),
                     [&](const NamedTensor& t) { return t.name == to.name; });
    if (saved == state.end() || saved->value.sizes() != to.value.sizes() ||
        saved->value.scalar_type() != to.value.scalar_type()) {
      return absl::DataLossError(absl::StrCat(
          "the checkpoint has no '", to.name, "' of the planned shape"));
    }
    found.push_back(saved->value);
  }
  for (size_t i = 0; i < live.size(); ++i) live[i].value.copy_(found[i]);
  return absl::OkStatus();
}

}  // namespace flow::core
