#include "benchmarks/ot/point_clouds.h"

#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

// The clouds draw from numbers of their own.
enum Stream : uint64_t { kX = 1, kY = 2, kXMode = 3, kYMode = 4 };

// Number `k` of a stream on [0, 1): a counter, scrambled [Steele14]. Not
// core/base/random.h, as this takes a line in any language.
double Uniform(Stream stream, uint64_t k) {
  uint64_t z = (stream << 40) + k;
  z = (z + 1) * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

double Normal(Stream stream, uint64_t k) {
  return std::sqrt(-2 * std::log(1 - Uniform(stream, 2 * k))) *
         std::cos(2 * M_PI * Uniform(stream, 2 * k + 1));
}

struct Centre {
  double x = 0, y = 0;
};

Centre OnRing(Stream mode, int64_t i, double radius) {
  const double angle = M_PI / 4 * std::floor(8 * Uniform(mode, i));
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

Centre OnMoons(Stream mode, int64_t i) {
  const double angle = M_PI * Uniform(mode, 2 * i);
  if (Uniform(mode, 2 * i + 1) < 0.5) {
    return {3 * std::cos(angle) - 1, 3 * std::sin(angle) - 1};
  }
  return {2 - 3 * std::cos(angle), 0.5 - 3 * std::sin(angle)};
}

// Points around centre(i), of the given deviation.
template <typename CentreOf>
std::vector<float> Cloud(Stream stream, int64_t n, int64_t dim,
                         double deviation, CentreOf centre) {
  std::vector<float> points(n * dim);
  for (int64_t i = 0; i < n; ++i) {
    const Centre c = centre(i);
    for (int64_t k = 0; k < dim; ++k) {
      const double at = k == 0 ? c.x : k == 1 ? c.y : 0;
      points[i * dim + k] = static_cast<float>(
          at + deviation * Normal(stream, static_cast<uint64_t>(i * dim + k)));
    }
  }
  return points;
}

}  // namespace

PointClouds MakePointClouds(const std::string& family, int64_t n, int64_t dim) {
  const auto origin = [](int64_t) { return Centre(); };
  const auto ring = [](Stream mode, double radius) {
    return [=](int64_t i) { return OnRing(mode, i, radius); };
  };
  const auto moons = [](int64_t i) { return OnMoons(kYMode, i); };
  const double wide = std::sqrt(0.1);
  if (family == "gaussian") {
    return {Cloud(kX, n, dim, 1, origin), Cloud(kY, n, dim, 1, origin)};
  }
  if (family == "eight_gaussians") {
    return {Cloud(kX, n, dim, 1, origin),
            Cloud(kY, n, dim, wide, ring(kYMode, 5))};
  }
  if (family == "moons") {
    return {Cloud(kX, n, dim, wide, ring(kXMode, 5)),
            Cloud(kY, n, dim, 0.6, moons)};
  }
  FLOW_CHECK(family == "tight_clusters") << "got " << family;
  return {Cloud(kX, n, dim, 1e-3, ring(kXMode, 1)),
          Cloud(kY, n, dim, 1e-3, ring(kYMode, 1))};
}

std::vector<float> SquaredCostMatrix(const PointClouds& clouds, int64_t n,
                                     int64_t dim) {
  std::vector<double> y_kn(n * dim);
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t k = 0; k < dim; ++k) {
      y_kn[k * n + j] = clouds.y_nd[j * dim + k];
    }
  }
  std::vector<float> cost_rc;
  cost_rc.reserve(n * n);
  std::vector<double> square(n);
  for (int64_t i = 0; i < n; ++i) {
    square.assign(n, 0);
    for (int64_t k = 0; k < dim; ++k) {
      const double x = clouds.x_nd[i * dim + k];
      const double* y = &y_kn[k * n];
      for (int64_t j = 0; j < n; ++j) square[j] += (x - y[j]) * (x - y[j]);
    }
    cost_rc.insert(cost_rc.end(), square.begin(), square.end());
  }
  return cost_rc;
}

}  // namespace flow::core
