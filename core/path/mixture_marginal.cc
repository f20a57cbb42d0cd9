#include "core/path/mixture_marginal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/log.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/softmax.h"
#include "core/base/check.h"

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
                                 double sigma)
    : sigma_(sigma) {
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
  const at::Tensor t_b1 = t_b.to(at::kDouble).unsqueeze(1);
  const at::Tensor s_b1 = 1 - t_b1;
  const at::Tensor mean_bpd =
      s_b1.unsqueeze(2) * mean0_pd_ + t_b1.unsqueeze(2) * mean1_pd_;
  Posterior p;
  p.centred_bpd = x_bd.to(at::kDouble).unsqueeze(1) - mean_bpd;
  p.variance_bp = s_b1.square() * variance0_p_ + t_b1.square() * variance1_p_ +
                  sigma_ * sigma_;
  p.log_joint_bp =
      log_weight_p_ - 0.5 * p.centred_bpd.square().sum(2) / p.variance_bp -
      0.5 * x_bd.size(1) * at::log(2 * std::numbers::pi * p.variance_bp);
  return p;
}

at::Tensor MixtureMarginal::Velocity(const at::Tensor& x_bd,
                                     const at::Tensor& t_b) const {
  const Posterior p = At(x_bd, t_b);
  const at::Tensor t_b1 = t_b.to(at::kDouble).unsqueeze(1);
  const at::Tensor slope_bp =
      (t_b1 * variance1_p_ - (1 - t_b1) * variance0_p_) / p.variance_bp;
  const at::Tensor velocity_bpd =
      mean1_pd_ - mean0_pd_ + slope_bp.unsqueeze(2) * p.centred_bpd;
  const at::Tensor share_bp = at::softmax(p.log_joint_bp, 1);
  return (share_bp.unsqueeze(2) * velocity_bpd).sum(1).to(x_bd.scalar_type());
}

at::Tensor MixtureMarginal::LogDensity(const at::Tensor& x_bd,
                                       const at::Tensor& t_b) const {
  return at::logsumexp(At(x_bd, t_b).log_joint_bp, 1);
}

}  // namespace flow::core
