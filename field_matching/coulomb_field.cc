#include "field_matching/coulomb_field.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cdist.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/full.h"
#include "ATen/ops/log.h"
#include "core/base/check.h"

namespace flow::field_matching {
namespace {

// Of [B, N + M] numbers at a time.
constexpr int64_t kNumbersAtOnce = int64_t{1} << 20;
// Distances from differences, not from products: errors of a squared distance
// count (D + 1) / 2 times.
constexpr int64_t kByDifferences = 2;

at::Tensor OnPlate(const at::Tensor& x_nd, double z) {
  return InSpace(x_nd.to(at::kDouble),
                 at::full({x_nd.size(0)}, z, at::kDouble));
}

at::Tensor Shares(const at::Tensor& x_nd, double charge) {
  return at::full({x_nd.size(0)}, charge / x_nd.size(0), at::kDouble);
}

}  // namespace

double LogSphereArea(int64_t dim) {
  const double half = (dim + 1) / 2.0;
  return std::log(2.0) + half * std::log(std::numbers::pi) - std::lgamma(half);
}

CoulombField::CoulombField(const at::Tensor& positive_nd,
                           const at::Tensor& negative_md, double gap) {
  FLOW_CHECK(positive_nd.size(0) > 0 && negative_md.size(0) > 0 &&
             positive_nd.size(1) == negative_md.size(1) && gap > 0)
      << "charges of one dimension on plates that are apart";
  charge_ne_ = at::concat({OnPlate(positive_nd, 0), OnPlate(negative_md, gap)});
  share_n_ = at::concat({Shares(positive_nd, 1), Shares(negative_md, -1)});
}

FieldValue CoulombField::At(const at::Tensor& x_bd,
                            const at::Tensor& z_b) const {
  const at::Tensor point_be = InSpace(x_bd, z_b);
  const int64_t rows = point_be.size(0);
  const double space = point_be.size(1);
  const int64_t at_once =
      std::max<int64_t>(1, kNumbersAtOnce / charge_ne_.size(0));
  std::vector<at::Tensor> directions, log_lengths;
  for (int64_t begin = 0; begin < rows; begin += at_once) {
    const at::Tensor block_be =
        point_be.narrow(0, begin, std::min(at_once, rows - begin));
    const at::Tensor log_bn =
        -space * at::cdist(block_be, charge_ne_, 2, kByDifferences).log();
    const at::Tensor largest_b1 = log_bn.amax(1, /*keepdim=*/true);
    const at::Tensor weight_bn = (log_bn - largest_b1).exp() * share_n_;
    const at::Tensor sum_be = block_be * weight_bn.sum(1, /*keepdim=*/true) -
                              weight_bn.mm(charge_ne_);
    const at::Tensor length_b1 = sum_be.norm(2, 1, /*keepdim=*/true);
    directions.push_back(sum_be / length_b1);
    log_lengths.push_back((largest_b1 + length_b1.log()).squeeze(1) -
                          LogSphereArea(x_bd.size(1)));
  }
  return {at::concat(directions), at::concat(log_lengths)};
}

at::Tensor CoulombField::PotentialAt(const at::Tensor& x_bd,
                                     const at::Tensor& z_b) const {
  const int64_t dim = x_bd.size(1);
  const at::Tensor log_bn =
      at::cdist(InSpace(x_bd, z_b), charge_ne_, 2, kByDifferences).log();
  const at::Tensor each_bn =
      dim == 1 ? -log_bn : ((1 - dim) * log_bn).exp() / (dim - 1);
  return each_bn.mv(share_n_) / std::exp(LogSphereArea(dim));
}

}  // namespace flow::field_matching
