#include "core/path/mixture_marginal.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/log.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/softmax.h"
#include "core/base/check.h"
#include "core/path/coefficients.h"
#include "core/path/path_columns.h"

namespace flow::core {
namespace {

double TotalWeight(const std::vector<GaussianComponent>& mixture) {
  double total = 0;
  for (const GaussianComponent& c : mixture) total += c.weight;
  return total;
}

void SetRow(const at::Tensor& rows, int64_t row,
            const std::vector<double>& values) {
  FLOW_CHECK(values.size() == rows.size(1)) << "means of one dimension";
  std::copy(values.begin(), values.end(),
            rows.data_ptr<double>() + row * rows.size(1));
}

}  // namespace

MixtureMarginal::MixtureMarginal(const std::vector<GaussianComponent>& source,
                                 const std::vector<GaussianComponent>& target,
                                 PathOptions path)
    : MixtureMarginal(source, target,
                      [path = std::move(path)](const at::Tensor& t_b) {
                        return PathColumnsAt(path, t_b);
                      }) {}

MixtureMarginal::MixtureMarginal(const std::vector<GaussianComponent>& source,
                                 const std::vector<GaussianComponent>& target,
                                 ColumnsOfTime columns_at)
    : columns_at_(std::move(columns_at)) {
  FLOW_CHECK(!source.empty() && !target.empty()) << "a mixture of nothing";
  const int64_t pairs = source.size() * target.size();
  const int64_t dim = source[0].mean.size();
  mean0_pd_ = at::empty({pairs, dim}, at::kDouble);
  mean1_pd_ = at::empty({pairs, dim}, at::kDouble);
  variance0_p_ = at::empty({pairs}, at::kDouble);
  variance1_p_ = at::empty({pairs}, at::kDouble);
  log_weight_p_ = at::empty({pairs}, at::kDouble);
  const double total = TotalWeight(source) * TotalWeight(target);
  int64_t pair = 0;
  for (const GaussianComponent& from : source) {
    for (const GaussianComponent& to : target) {
      SetRow(mean0_pd_, pair, from.mean);
      SetRow(mean1_pd_, pair, to.mean);
      variance0_p_.data_ptr<double>()[pair] = from.std * from.std;
      variance1_p_.data_ptr<double>()[pair] = to.std * to.std;
      log_weight_p_.data_ptr<double>()[pair] =
          std::log(from.weight * to.weight / total);
      ++pair;
    }
  }
}

MixtureMarginal::Posterior MixtureMarginal::At(const at::Tensor& x_bd,
                                               const at::Tensor& t_b) const {
  const PathColumns c = columns_at_(t_b.to(at::kDouble));
  const at::Tensor mean_bpd = c.source_b1.unsqueeze(2) * mean0_pd_ +
                              c.target_b1.unsqueeze(2) * mean1_pd_;
  const at::Tensor variance_bp = c.source_b1.square() * variance0_p_ +
                                 c.target_b1.square() * variance1_p_ +
                                 c.noise_b1.square();
  const at::Tensor centred_bpd = x_bd.to(at::kDouble).unsqueeze(1) - mean_bpd;
  return {centred_bpd / variance_bp.unsqueeze(2),
          log_weight_p_ - 0.5 * centred_bpd.square().sum(2) / variance_bp -
              0.5 * x_bd.size(1) * at::log(2 * std::numbers::pi * variance_bp),
          c.source_b1, c.target_b1, c.noise_b1};
}

MixtureMarginal::Means MixtureMarginal::PosteriorMeans(
    const at::Tensor& x_bd, const at::Tensor& t_b) const {
  const Posterior p = At(x_bd, t_b);
  const at::Tensor share_bp1 = at::softmax(p.log_joint_bp, 1).unsqueeze(2);
  const auto mean = [&](const at::Tensor& mean_pd, const at::Tensor& gain_bp) {
    return (share_bp1 * (mean_pd + gain_bp.unsqueeze(2) * p.whitened_bpd))
        .sum(1);
  };
  return {mean(mean0_pd_, p.source_b1 * variance0_p_),
          mean(mean1_pd_, p.target_b1 * variance1_p_),
          p.noise_b1 * (share_bp1 * p.whitened_bpd).sum(1)};
}

at::Tensor MixtureMarginal::Velocity(const at::Tensor& x_bd,
                                     const at::Tensor& t_b) const {
  const at::Tensor inside_b =
      t_b.to(at::kDouble).clamp(kEndMargin, 1 - kEndMargin);
  const Means means = PosteriorMeans(x_bd, inside_b);
  const PathColumns c = columns_at_(inside_b);
  return (c.source_rate_b1 * means.source_bd +
          c.target_rate_b1 * means.target_bd + c.noise_rate_b1 * means.noise_bd)
      .to(x_bd.scalar_type());
}

at::Tensor MixtureMarginal::LogDensity(const at::Tensor& x_bd,
                                       const at::Tensor& t_b) const {
  return at::logsumexp(At(x_bd, t_b).log_joint_bp, 1);
}

at::Tensor MixtureMarginal::Score(const at::Tensor& x_bd,
                                  const at::Tensor& t_b) const {
  const Posterior p = At(x_bd, t_b);
  return -(at::softmax(p.log_joint_bp, 1).unsqueeze(2) * p.whitened_bpd).sum(1);
}

}  // namespace flow::core
