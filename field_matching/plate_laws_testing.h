#ifndef FIELD_MATCHING_PLATE_LAWS_TESTING_H_
#define FIELD_MATCHING_PLATE_LAWS_TESTING_H_

/// The electrostatic field of densities on a line, in closed form: what sums
/// over charges cannot be near a plate.

#include <complex>
#include <utility>
#include <vector>

#include "field_matching/field.h"

namespace flow::field_matching {

/// w(z) = exp(-z^2) erfc(-i z) for Im z >= 0, to 1e-12 [Weideman94].
std::complex<double> Faddeeva(std::complex<double> z);

struct NormalOnLine {
  double weight, mean, std;
};

/// Mixtures of normal laws on both plates, D = 1. With y = x + i z and
///
///     F(y) = 1 / (2 pi) int (P(s) / (y - s) - Q(s) / (y - i gap - s)) ds,
///
/// E_x = Re F and E_z = -Im F. Off the plates.
class PlateLaws : public Field {
 public:
  PlateLaws(std::vector<NormalOnLine> positive,
            std::vector<NormalOnLine> negative, double gap)
      : positive_(std::move(positive)),
        negative_(std::move(negative)),
        gap_(gap) {}

  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override;

  /// (E_x, E_z) at a point.
  std::complex<double> AtPoint(double x, double z) const;

 private:
  std::vector<NormalOnLine> positive_, negative_;
  double gap_;
};

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_PLATE_LAWS_TESTING_H_
