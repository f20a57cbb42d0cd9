#ifndef FEDERATED_PRIVACY_CLIP_H_
#define FEDERATED_PRIVACY_CLIP_H_

#include "ATen/core/Tensor.h"

namespace flow::federated {

/// x <- x min(1, clip / |x|) in place, for a row [P] of float32 or float64,
/// contiguous and on the CPU; returns |x| as it was.
///
/// The norm is summed in double, in the order of the coordinates. A value of
/// norm at most `clip` keeps its bits. One that is longer is made shorter than
/// `clip` by a ten-millionth, so that what rounding adds does not carry it over
/// the bound.
///
/// A value with a NaN or an infinity, or one whose squares overflow a double,
/// becomes zeros, and +infinity is returned: it must not reach a sum, and it is
/// within every bound then. Callers see it by std::isfinite.
///
/// FLOW_CHECKs the row, and that `clip` is positive and finite. Draws nothing;
/// thread-safe for different rows.
double ClipToNorm(at::Tensor value, double clip);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_CLIP_H_
