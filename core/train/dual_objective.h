#ifndef CORE_TRAIN_DUAL_OBJECTIVE_H_
#define CORE_TRAIN_DUAL_OBJECTIVE_H_

#include <memory>

#include "core/path/conditional_path.h"
#include "core/train/dual_options.h"
#include "core/train/loss_weight.h"
#include "core/train/objective.h"

namespace flow::core {

/// A velocity u of the flow and a velocity v of the way back, learnt together
/// by a network that tells f(x, t) = [u(x, t), v(x, 1 - t)]. The loss of a row
/// is weight(t) (A + b B + c C), with A one of
///
///     (|u(x_t, t) - u_t|^2 + |v(x_t, 1 - t) + u_t|^2) / (2 D)   kFlowMatching
///     1 - cos(u(x_1, t), v(x_0, t))                     kCosine [Gudovskiy24,
///     Eq. 12]
///
/// and
///
///     B = |u(x_t, t) + v(x_t, 1 - t)|^2 / D             consistency b
///     C = |R(F(x_0)) - x_0|^2 / D                       cycle c
///
/// F and R Euler's method along u and along v in cycle_steps equal steps. The
/// first A is least at the marginal velocity u and at v(x, 1 - t) = -u(x, t),
/// where B and, in the limit of many steps, C are nought: they change how the
/// least is come to, not where it is. The second is least, with B = C = 0 left
/// out, wherever u and v point the same way, two equal constants among others:
/// it knows nothing of how far apart source and target are.
class DualObjective : public Objective {
 public:
  DualObjective(std::shared_ptr<const ConditionalPath> path,
                const DualOptions& options, TimeWeight weight = {});

  at::Tensor RowLosses(const Network& network, const Parameters& parameters,
                       const Batch& batch) const override;

 private:
  std::shared_ptr<const ConditionalPath> path_;
  DualOptions options_;
  TimeWeight weight_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_DUAL_OBJECTIVE_H_
