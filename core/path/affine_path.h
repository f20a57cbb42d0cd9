#ifndef CORE_PATH_AFFINE_PATH_H_
#define CORE_PATH_AFFINE_PATH_H_

#include <optional>
#include <utility>

#include "core/path/conditional_path.h"
#include "core/path/path_columns.h"
#include "core/path/path_options.h"

namespace flow::core {

/// Any path of the language: x_t = a x0 + b x1 + c z with the coefficients of
/// path_coefficients.h. Immutable and thread-safe.
///
/// What it says of x_t given the pair, and given the target alone, is that of
/// conditional_law.h, empty where there is no such law. Densities are in nats,
/// scores are their gradients in x; all have rows of their own and, where the
/// law has shrunk to a point (c = 0 at the ends of a bridge, say), are not
/// finite.
class AffinePath : public ConditionalPath {
 public:
  explicit AffinePath(PathOptions options) : options_(std::move(options)) {}

  const PathOptions& options() const { return options_; }

  bool uses_noise() const override;

  PathPoint At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
               const at::Tensor& t_b,
               const at::Tensor& noise_bd) const override;

  /// Of PathColumnsAt(options(), t_b): operations on tensors, wherever they
  /// are.
  PathPoint At(const at::Tensor& x0_bd, const at::Tensor& x1_bd,
               const PathColumns& columns, const at::Tensor& noise_bd) const;

  /// Given the pair.
  std::optional<at::Tensor> LogDensity(const at::Tensor& x_bd,
                                       const at::Tensor& x0_bd,
                                       const at::Tensor& x1_bd,
                                       const at::Tensor& t_b) const override;
  std::optional<at::Tensor> Score(const at::Tensor& x_bd,
                                  const at::Tensor& x0_bd,
                                  const at::Tensor& x1_bd,
                                  const at::Tensor& t_b) const;
  std::optional<at::Tensor> Velocity(const at::Tensor& x_bd,
                                     const at::Tensor& x0_bd,
                                     const at::Tensor& x1_bd,
                                     const at::Tensor& t_b) const;

  /// Given the target.
  std::optional<at::Tensor> LogDensityGivenTarget(const at::Tensor& x_bd,
                                                  const at::Tensor& x1_bd,
                                                  const at::Tensor& t_b) const;
  std::optional<at::Tensor> ScoreGivenTarget(const at::Tensor& x_bd,
                                             const at::Tensor& x1_bd,
                                             const at::Tensor& t_b) const;
  std::optional<at::Tensor> VelocityGivenTarget(const at::Tensor& x_bd,
                                                const at::Tensor& x1_bd,
                                                const at::Tensor& t_b) const;

 private:
  PathOptions options_;
};

}  // namespace flow::core

#endif  // CORE_PATH_AFFINE_PATH_H_
