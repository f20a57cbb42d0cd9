#include "core/distribution/class_gaussians.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/stack.h"
#include "ATen/ops/tensor.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/distribution/labels.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

absl::StatusOr<std::unique_ptr<ClassGaussians>> ClassGaussians::Create(
    std::vector<GaussianComponent> classes) {
  FLOW_ASSIGN_OR_RETURN(auto mixture, GaussianMixture::Create(classes));
  std::vector<std::unique_ptr<Gaussian>> laws;
  for (GaussianComponent& c : classes) {
    FLOW_ASSIGN_OR_RETURN(auto law, Gaussian::Create(std::move(c.mean), c.std));
    laws.push_back(std::move(law));
  }
  return std::unique_ptr<ClassGaussians>(
      new ClassGaussians(std::move(mixture), std::move(laws)));
}

ClassGaussians::ClassGaussians(std::unique_ptr<GaussianMixture> mixture,
                               std::vector<std::unique_ptr<Gaussian>> classes)
    : mixture_(std::move(mixture)), classes_(std::move(classes)) {
  std::vector<at::Tensor> means, stds;
  for (const GaussianComponent& c : mixture_->components()) {
    means.push_back(at::tensor(c.mean, at::kFloat));
    stds.push_back(at::tensor({c.std}, at::kFloat));
  }
  mean_kd_ = at::stack(means);
  std_k1_ = at::stack(stds);
}

Points ClassGaussians::DrawFor(const at::Tensor& label_n, int64_t n,
                               Seed seed) const {
  CheckLabels(label_n, n, num_classes());
  return {mean_kd_.index_select(0, label_n) +
              std_k1_.index_select(0, label_n) * NormalTensor(seed, n, dim()),
          label_n};
}

const Distribution& ClassGaussians::OfClass(int64_t label) const {
  FLOW_CHECK(label >= 0 && label < num_classes()) << "class " << label;
  return *classes_[label];
}

}  // namespace flow::core
