#include "core/train/time_law.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/distribution/gamma_variate.h"
#include "core/stats/normal_distribution.h"
#include "core/stats/student_t.h"

namespace flow::core {
namespace {

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

double ModeTime(double scale, double u) {
  const double sine = std::sin(std::numbers::pi / 2 * u);
  // cos^2 - 1 = -sin^2
  return u + scale * (u - sine * sine);
}

struct Drawer {
  RowRandom& random;

  double operator()(const UniformTimeOptions&) const {
    return (random.Uint32() >> 8) * 0x1p-24;
  }
  // X / (X + Y) of gamma numbers, through their logarithms: both underflow for
  // small shapes
  double operator()(const BetaTimeOptions& law) const {
    const double log_x = DrawLogGamma(law.alpha, random);
    return Logistic(log_x - DrawLogGamma(law.beta, random));
  }
  double operator()(const LogitNormalTimeOptions& law) const {
    return Logistic(law.mean + law.std * random.Normal());
  }
  double operator()(const LogNormalTimeOptions& law) const {
    return Logistic(-law.mean - law.std * random.Normal());
  }
  double operator()(const ModeTimeOptions& law) const {
    return ModeTime(law.scale, random.Uniform());
  }
  double operator()(const StartTimeOptions&) const { return 0; }
};

struct Cdf {
  double t;

  double operator()(const UniformTimeOptions&) const { return t; }
  double operator()(const BetaTimeOptions& law) const {
    return RegularizedIncompleteBeta(law.alpha, law.beta, t);
  }
  double operator()(const LogitNormalTimeOptions& law) const {
    if (t <= 0 || t >= 1) return t <= 0 ? 0 : 1;
    return NormalCdf((std::log(t / (1 - t)) - law.mean) / law.std);
  }
  double operator()(const LogNormalTimeOptions& law) const {
    return (*this)(LogitNormalTimeOptions{-law.mean, law.std});
  }
  // the u that gives t, by bisection
  double operator()(const ModeTimeOptions& law) const {
    double low = 0, high = 1;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (low + high);
      (ModeTime(law.scale, middle) <= t ? low : high) = middle;
    }
    return 0.5 * (low + high);
  }
  double operator()(const StartTimeOptions&) const { return 1; }
};

}  // namespace

double DrawTime(const TimeLawOptions& law, RowRandom& random) {
  // the float32 before 1
  constexpr double kLast = 1 - 0x1p-24;
  return std::clamp(std::visit(Drawer{random}, law), 0.0, kLast);
}

double TimeCdf(const TimeLawOptions& law, double t) {
  return std::visit(Cdf{t}, law);
}

}  // namespace flow::core
