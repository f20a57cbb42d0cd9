#include "field_matching/coverage.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cdist.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/lerp.h"
#include "ATen/ops/log.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/maximum.h"
#include "ATen/ops/minimum.h"
#include "ATen/ops/special_gammainc.h"
#include "ATen/ops/where.h"
#include "core/base/check.h"
#include "core/path/make_path.h"
#include "core/tensor/random_tensor.h"
#include "field_matching/pair_sum.h"

namespace flow::field_matching {
namespace {

// On a plate a pair has no density, and some draw of a time as a float is on
// one: the first and the last float beside them.
constexpr double kInside = 0x1p-24;

at::Tensor Inside(const at::Tensor& t_b) {
  return t_b.clamp(kInside, 1 - kInside);
}

at::Tensor OnLines(const core::Batch& pairs) {
  return at::lerp(pairs.x0_bd, pairs.x1_bd, pairs.t_b.unsqueeze(1));
}

double LogOfScales(const PowerLawOptions& law) {
  return static_cast<double>(law.steps) * std::log1p(law.tau);
}

struct Drawer {
  const FieldOptions& options;
  const Box& box;
  const core::Batch& pairs;
  const Seed seed;

  CoveredPoints operator()(const FromPairsOptions&) const {
    const auto* field = std::get_if<PairFieldOptions>(&options.field);
    if (field == nullptr) return {OnLines(pairs), pairs.t_b};
    const auto path = core::MakePath(field->path);
    core::PathPoint point =
        path->At(pairs.x0_bd, pairs.x1_bd, pairs.t_b, pairs.noise_bd);
    return {std::move(point.x_bd), pairs.t_b, std::move(point.velocity_bd)};
  }

  CoveredPoints operator()(const TubeOptions& tube) const {
    return {OnLines(pairs) + tube.width * Normal("tube", dim()), pairs.t_b};
  }

  CoveredPoints operator()(const SlabOptions& slab) const {
    FLOW_CHECK(box.low_d.defined()) << "a slab around a box";
    at::Tensor x_bd =
        core::UniformTensor(DeriveSeed(seed, "slab"), rows() * dim())
            .view({rows(), dim()});
    const at::Tensor low_d = box.low_d - slab.margin;
    const at::Tensor size_d = box.high_d + slab.margin - low_d;
    x_bd = (low_d + size_d * x_bd).to(at::kFloat);
    if (std::holds_alternative<PairFieldOptions>(options.field)) {
      return {x_bd, pairs.t_b};
    }
    const double beyond = slab.margin / options.gap;
    return {x_bd, (1 + 2 * beyond) * Uniform("across") - beyond};
  }

  CoveredPoints operator()(const PowerLawOptions& law) const {
    const at::Tensor s_b =
        law.sigma * (LogOfScales(law) * Uniform("scale")).exp();
    const at::Tensor e_be = s_b.unsqueeze(1) * Normal("power_law", dim() + 1);
    return {
        pairs.x1_bd + e_be.narrow(1, 0, dim()),
        // beyond the source's plate they do not count
        (1 - e_be.select(1, dim()).abs() / options.gap).clamp_max(1 - kInside)};
  }

 private:
  int64_t rows() const { return pairs.t_b.size(0); }
  int64_t dim() const { return pairs.x1_bd.size(1); }
  at::Tensor Normal(const char* name, int64_t columns) const {
    return core::NormalTensor(DeriveSeed(seed, name), rows(), columns);
  }
  at::Tensor Uniform(const char* name) const {
    return core::UniformTensor(DeriveSeed(seed, name), rows());
  }
};

struct Density {
  const FieldOptions& options;
  const Box& box;
  const CoveredPoints& points;
  const at::Tensor &x0_gkd, &x1_gkd;

  at::Tensor operator()(const FromPairsOptions&) const { return {}; }

  at::Tensor operator()(const TubeOptions& tube) const {
    return SumOfPairs(core::LinearPathOptions{tube.width}, Given::kPair,
                      points.x_bd, points.t_b, x0_gkd, x1_gkd)
        .flow.log_density_b;
  }

  at::Tensor operator()(const SlabOptions& slab) const {
    const at::Tensor size_d = box.high_d - box.low_d + 2 * slab.margin;
    return at::full_like(points.t_b, -size_d.log().sum().item<double>(),
                         at::kDouble);
  }

  at::Tensor operator()(const PowerLawOptions& law) const {
    const int64_t groups = x1_gkd.dim() == 2 ? 1 : x1_gkd.size(0);
    const int64_t summed = x1_gkd.size(-2), dim = x1_gkd.size(-1);
    const auto in_groups = [&](const at::Tensor& x, int64_t columns) {
      return x.to(at::kDouble).reshape({groups, -1, columns});
    };
    const at::Tensor square_gqk =
        at::cdist(in_groups(points.x_bd, dim), in_groups(x1_gkd, dim))
            .square() +
        (options.gap * (1 - in_groups(points.t_b, 1))).square();
    const double a = (static_cast<double>(dim) + 1) / 2;
    const double low = law.sigma;
    const double high = law.sigma * std::exp(LogOfScales(law));
    const at::Tensor order = at::full_like(square_gqk, a);
    const at::Tensor share_gqk =
        at::special_gammainc(order, square_gqk / (2 * low * low)) -
        at::special_gammainc(order, square_gqk / (2 * high * high));
    const at::Tensor log_q_b =
        at::logsumexp(
            share_gqk.log() - a * (std::numbers::pi * square_gqk).log(), 2)
            .flatten() +
        std::lgamma(a) - std::log(LogOfScales(law) / options.gap) -
        std::log(static_cast<double>(summed));
    // no time of a path is before its beginning
    return at::where(points.t_b < 0, std::numeric_limits<double>::infinity(),
                     log_q_b);
  }
};

}  // namespace

Box BoundingBox(const at::Tensor& x0_nd, const at::Tensor& x1_nd) {
  const at::Tensor x0 = x0_nd.to(at::kDouble), x1 = x1_nd.to(at::kDouble);
  return {at::minimum(x0.amin(0), x1.amin(0)),
          at::maximum(x0.amax(0), x1.amax(0))};
}

CoveredPoints DrawPoints(const FieldOptions& options, const Box& box,
                         const core::Batch& pairs, Seed seed) {
  core::Batch inside = pairs;
  inside.t_b = Inside(pairs.t_b);
  return std::visit(Drawer{options, box, inside, seed}, options.coverage);
}

at::Tensor LogLawAt(const FieldOptions& options, const Box& box,
                    const CoveredPoints& points, const at::Tensor& x0_gkd,
                    const at::Tensor& x1_gkd) {
  if (!options.density_weights ||
      !std::holds_alternative<PairFieldOptions>(options.field)) {
    return {};
  }
  return std::visit(Density{options, box, points, x0_gkd, x1_gkd},
                    options.coverage);
}

}  // namespace flow::field_matching
