#ifndef DATASETS_NOTEBOOK_MOONS_H_
#define DATASETS_NOTEBOOK_MOONS_H_

#include "datasets/distribution_options.h"
#include "datasets/two_moons.h"

namespace flow::datasets {

/// The moons of a popular notebook: the curve c of TwoMoons, but one number u,
/// uniform on [0, noise), is added to both coordinates of a point,
///
///     x = scale (c + u (1, 1)) + shift.
///
/// The notebook puts half of its points on each moon, at angles on a regular
/// grid from 0 to pi, in order. Here points are independent, each with its own
/// moon and angle: the law that the grid tends to as it becomes finer.
///
/// With s = noise / 2 and q = noise^2 / 12, before scale and shift:
/// mean (1/2 + s, 1/4 + s), Var = (3/4 + q, 9/16 - 1/pi + q),
/// Cov = 1/8 - 1/pi + q.
class NotebookMoons : public TwoMoons {
 public:
  /// Needs valid options.
  explicit NotebookMoons(const NotebookMoonsOptions& options)
      : TwoMoons(DiagonalUniformNoise{options.noise}, options.scale,
                 options.shift) {}
};

}  // namespace flow::datasets

#endif  // DATASETS_NOTEBOOK_MOONS_H_
