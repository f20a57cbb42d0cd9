#include "local_flow/measured_sizes.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ATen/TensorOperators.h"
#include "ATen/ops/cdist.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/softmax.h"
#include "core/base/check.h"
#include "core/tensor/random_tensor.h"
#include "local_flow/step_sizes.h"

namespace flow::local_flow {
namespace {

constexpr int kPieces = 32;
constexpr int64_t kMostMoved = 1000;

// Of the distances of so many points to all others, tens of megabytes.
constexpr int64_t kRows = 200;

// A mean of fewer points than this, as equal weights would be, says more of
// where the points lie than of their law: its error is about its inverse.
constexpr double kFewPoints = 20;

struct Origin {
  at::Tensor mean_nd;  // E[x1 | x] of each row, over a set of points
  double points = 0;   // that carry it: the mean of 1 / sum w^2
};

Origin OriginOf(const at::Tensor& x_nd, const at::Tensor& x1_kd,
                const Diffusion& diffusion) {
  std::vector<at::Tensor> means, points;
  for (const at::Tensor& some_nd : x_nd.split(kRows)) {
    // without a matrix product, which loses the digits of near points
    const at::Tensor distance_nk =
        at::cdist(some_nd, diffusion.keep * x1_kd, /*p=*/2, /*compute_mode=*/2);
    const at::Tensor weight_nk = at::softmax(
        distance_nk.square() * (-0.5 / (diffusion.noise * diffusion.noise)), 1);
    means.push_back(weight_nk.matmul(x1_kd));
    points.push_back(1 / weight_nk.square().sum(1));
  }
  return {at::concat(means), at::concat(points).mean().item<double>()};
}

// The points in three sets, and the noise of those that move.
class Cloud {
 public:
  Cloud(const at::Tensor& x_md, Seed seed) {
    const at::Tensor points_md = x_md.to(at::kDouble);
    const int64_t moved = std::clamp<int64_t>(x_md.size(0) / 11, 1, kMostMoved);
    const int64_t half = (x_md.size(0) - moved) / 2;
    moved_nd_ = points_md.narrow(0, 0, moved);
    first_kd_ = points_md.narrow(0, moved, half);
    second_kd_ = points_md.narrow(0, moved + half, half);
    z_nd_ = core::NormalTensor(seed, moved, x_md.size(1)).to(at::kDouble);
  }

  // sqrt(E |v_t|^2), 0 where the estimate of the square is below; empty where
  // too few points carry it.
  std::optional<double> Speed(double t) const {
    const Diffusion d = DiffusionOf(t);
    const at::Tensor x_nd = d.keep * moved_nd_ + d.noise * z_nd_;
    const Origin first = OriginOf(x_nd, first_kd_, d);
    const Origin second = OriginOf(x_nd, second_kd_, d);
    if (std::min(first.points, second.points) < kFewPoints) return std::nullopt;
    const double scale = d.keep / (d.noise * d.noise);
    const at::Tensor product_n =
        ((d.keep * x_nd - first.mean_nd) * (d.keep * x_nd - second.mean_nd))
            .sum(1);
    const double square = scale * scale * product_n.mean().item<double>();
    return std::sqrt(std::max(square, 0.0));
  }

 private:
  at::Tensor moved_nd_, first_kd_, second_kd_, z_nd_;
};

// The speed in each piece of the time. Where none is known, that of the first
// time after it; 1 where there is no such time.
std::vector<double> Speeds(const Cloud& cloud,
                           const std::vector<double>& middles) {
  std::vector<double> speeds(middles.size());
  double known = 1;
  for (auto k = std::ssize(middles) - 1; k >= 0; --k) {
    known = cloud.Speed(middles[k]).value_or(known);
    speeds[k] = known;
  }
  return speeds;
}

// Where a way that grows from 0 along the knots, and in between evenly, comes
// to `way`.
double TimeAt(double way, const std::vector<double>& times,
              const std::vector<double>& ways) {
  const auto above = std::lower_bound(ways.begin() + 1, ways.end() - 1, way);
  const auto k = above - ways.begin();
  const double piece = ways[k] - ways[k - 1];
  const double share = piece > 0 ? (way - ways[k - 1]) / piece : 1;
  return times[k - 1] + share * (times[k] - times[k - 1]);
}

}  // namespace

MeasuredSizes MeasureSizes(const at::Tensor& x_md, int64_t count, double total,
                           Seed seed) {
  FLOW_CHECK(count >= 1 && total > 0 && x_md.size(0) >= 3)
      << count << " sizes of sum " << total << " from " << x_md.size(0)
      << " points";
  const Cloud cloud(x_md, seed);
  const auto time_at = [&](double piece) {
    return total * (piece / kPieces) * (piece / kPieces);
  };
  std::vector<double> middles;
  for (int k = 0; k < kPieces; ++k) middles.push_back(time_at(k + 0.5));
  const std::vector<double> speeds = Speeds(cloud, middles);
  std::vector<double> times = {0}, ways = {0};
  for (int k = 0; k < kPieces; ++k) {
    times.push_back(time_at(k + 1));
    ways.push_back(ways[k] + speeds[k] * (times[k + 1] - times[k]));
  }
  MeasuredSizes measured;
  double before = 0;
  for (int64_t n = 1; n <= count; ++n) {
    const double share = static_cast<double>(n) / static_cast<double>(count);
    const double after =
        n == count ? total : TimeAt(share * ways.back(), times, ways);
    measured.sizes.push_back(after - before);
    measured.way.push_back(ways.back() / static_cast<double>(count));
    before = after;
  }
  return measured;
}

}  // namespace flow::local_flow
