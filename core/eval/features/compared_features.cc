#include "core/eval/features/compared_features.h"

#include "ATen/ops/isfinite.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/tensor/describe_tensor.h"

namespace flow::core {
namespace {

bool IsFeatures(const at::Tensor& x_nf, int64_t least_rows) {
  return x_nf.defined() && x_nf.dim() == 2 && x_nf.size(0) >= least_rows &&
         x_nf.size(1) >= 1 &&
         (x_nf.scalar_type() == at::kFloat ||
          x_nf.scalar_type() == at::kDouble);
}

absl::Status CheckWidth(absl::string_view name, const at::Tensor& x_nf,
                        int64_t width) {
  if (x_nf.size(1) == width) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must have the features of 'generated', ",
                   width, " an image; got ", x_nf.size(1)));
}

}  // namespace

absl::StatusOr<at::Tensor> ReadFeatures(absl::string_view name,
                                        const at::Tensor& x_nf,
                                        int64_t least_rows) {
  if (!IsFeatures(x_nf, least_rows)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' must be Float or Double [N >= ", least_rows,
                     ", F >= 1]; got ", DescribeTensor(x_nf)));
  }
  const at::Tensor read_nf = x_nf.detach().cpu().contiguous();
  const at::Tensor finite_n = at::isfinite(read_nf).all(1);
  if (!finite_n.all().item<bool>()) {
    return absl::OutOfRangeError(absl::StrCat(
        "'", name, "' must be finite; row ",
        finite_n.to(at::kByte).argmin().item<int64_t>(), " is not"));
  }
  return read_nf;
}

absl::StatusOr<ComparedFeatures> ReadFeatures(
    const ComparedFeatures& features) {
  ComparedFeatures read;
  FLOW_ASSIGN_OR_RETURN(read.generated_nf,
                        ReadFeatures("generated", features.generated_nf));
  FLOW_ASSIGN_OR_RETURN(read.target_nf,
                        ReadFeatures("target", features.target_nf));
  const int64_t width = read.generated_nf.size(1);
  FLOW_RETURN_IF_ERROR(CheckWidth("target", read.target_nf, width));
  if (features.second_target_nf.defined()) {
    FLOW_ASSIGN_OR_RETURN(
        read.second_target_nf,
        ReadFeatures("second_target", features.second_target_nf));
    FLOW_RETURN_IF_ERROR(
        CheckWidth("second_target", read.second_target_nf, width));
  }
  return read;
}

}  // namespace flow::core
