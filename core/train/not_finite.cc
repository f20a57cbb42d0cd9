#include "core/train/not_finite.h"

#include "absl/strings/str_cat.h"

namespace flow::core {

absl::Status NotFiniteError(int64_t step, double loss, double gradient_norm,
                            std::optional<double> last_loss) {
  return absl::OutOfRangeError(absl::StrCat(
      "the loss is not finite at step ", step + 1, " (loss ", loss,
      ", gradient norm ", gradient_norm, "); ",
      last_loss ? absl::StrCat("the last finite loss was ", *last_loss)
                : "it was the first step of this run",
      "; a smaller learning rate or train.max_gradient_norm may help"));
}

}  // namespace flow::core
