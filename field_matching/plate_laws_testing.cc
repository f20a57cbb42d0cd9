#include "field_matching/plate_laws_testing.h"

#include <array>
#include <cmath>
#include <numbers>

#include "ATen/ops/empty.h"

namespace flow::field_matching {
namespace {

constexpr int kTerms = 40;

// The scale of the expansion, and its coefficients from the constant one.
struct Expansion {
  double scale = std::sqrt(kTerms / std::numbers::sqrt2);
  std::array<double, kTerms> coefficients = {};

  Expansion() {
    constexpr int kHalf = 2 * kTerms;
    for (int k = 1 - kHalf; k < kHalf; ++k) {
      const double angle = k * std::numbers::pi / kHalf;
      const double t = scale * std::tan(angle / 2);
      const double f = std::exp(-t * t) * (scale * scale + t * t);
      for (int n = 0; n < kTerms; ++n) {
        coefficients[n] += f * std::cos((n + 1) * angle) / (2 * kHalf);
      }
    }
  }
};

// int N(s) / (y - s) ds, for y on either side of the line.
std::complex<double> CauchyTransform(const std::vector<NormalOnLine>& law,
                                     std::complex<double> y) {
  const bool is_below = y.imag() < 0;
  if (is_below) y = std::conj(y);
  std::complex<double> sum = 0;
  for (const NormalOnLine& c : law) {
    const double width = c.std * std::numbers::sqrt2;
    sum += c.weight / width * std::sqrt(std::numbers::pi) *
           std::complex<double>(0, -1) * Faddeeva((y - c.mean) / width);
  }
  return is_below ? std::conj(sum) : sum;
}

}  // namespace

std::complex<double> Faddeeva(std::complex<double> z) {
  static const Expansion& expansion = *new Expansion();
  const std::complex<double> iz(-z.imag(), z.real());
  const std::complex<double> below = expansion.scale - iz;
  const std::complex<double> ratio = (expansion.scale + iz) / below;
  std::complex<double> sum = 0;
  for (int n = kTerms - 1; n >= 0; --n) {
    sum = sum * ratio + expansion.coefficients[n];
  }
  return 2.0 * sum / (below * below) + 1 / std::sqrt(std::numbers::pi) / below;
}

std::complex<double> PlateLaws::AtPoint(double x, double z) const {
  const std::complex<double> f = (CauchyTransform(positive_, {x, z}) -
                                  CauchyTransform(negative_, {x, z - gap_})) /
                                 (2 * std::numbers::pi);
  return std::conj(f);
}

FieldValue PlateLaws::At(const at::Tensor& x_bd, const at::Tensor& z_b) const {
  const int64_t rows = x_bd.size(0);
  const at::Tensor x = x_bd.contiguous(), z = z_b.contiguous();
  FieldValue value = {at::empty({rows, 2}, at::kDouble),
                      at::empty({rows}, at::kDouble)};
  for (int64_t i = 0; i < rows; ++i) {
    const std::complex<double> e =
        AtPoint(x.data_ptr<double>()[i], z.data_ptr<double>()[i]);
    const double length = std::abs(e);
    value.direction_be.data_ptr<double>()[2 * i] = e.real() / length;
    value.direction_be.data_ptr<double>()[2 * i + 1] = e.imag() / length;
    value.log_length_b.data_ptr<double>()[i] = std::log(length);
  }
  return value;
}

}  // namespace flow::field_matching
