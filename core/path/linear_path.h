#ifndef CORE_PATH_LINEAR_PATH_H_
#define CORE_PATH_LINEAR_PATH_H_

#include <optional>

#include "core/path/conditional_path.h"
#include "core/path/path_options.h"

namespace flow::core {

/// A straight line, with a Gaussian tube of constant width about it:
///
///     x_t = (1 - t) x0 + t x1 + sigma z,   u_t(x_t | x0, x1) = x1 - x0.
///
/// sigma > 0 is I-CFM and OT-CFM [Tong24, Eqs. 14-15]; sigma = 0 is rectified
/// flow [Liu23]. The tube moves with the line without changing its width, so
/// the velocity does not depend on z. Needs sigma >= 0.
class LinearPath : public ConditionalPath {
 public:
  explicit LinearPath(const LinearPathOptions& options)
      : sigma_(options.sigma) {}

  bool uses_noise() const override { return sigma_ > 0; }

  PathPoint At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
               const at::Tensor& t_b,
               const at::Tensor& noise_bd) const override;

  /// Empty when sigma = 0: all mass is on the line.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_bd,
                                       const at::Tensor& x0_bd,
                                       const at::Tensor& x1_bd,
                                       const at::Tensor& t_b) const override;

 private:
  double sigma_;
};

}  // namespace flow::core

#endif  // CORE_PATH_LINEAR_PATH_H_
