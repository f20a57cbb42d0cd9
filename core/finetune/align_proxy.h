#ifndef CORE_FINETUNE_ALIGN_PROXY_H_
#define CORE_FINETUNE_ALIGN_PROXY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/distribution/distribution.h"
#include "core/finetune/network_proxy.h"

namespace flow::core {

/// Trains a proxy to say what the wide network says, for `steps` steps of Adam
/// with a learning rate that falls from 1e-3 along a cosine, over 256 points a
/// step:
///
///     min over w of  E |f_w(x_t, t) - v(x_t, t)|^2,   t uniform on [0, 1),
///
/// v the wide network with its own weights, and x_t where a few steps of
/// Euler's method along it lead from x_0 of the source: where the flow goes. No
/// point of any target is needed, so that a server without data can do it.
/// Labels, where the network has classes, are drawn alike, hidden ones
/// included.
///
/// The same bits for any number of threads; `pool` is not owned. Needs a
/// network of velocities. Returns the proxy's weights; errors: OutOfRange where
/// the loss is not finite.
absl::StatusOr<Parameters> AlignProxy(const NetworkProxy& proxy,
                                      const MlpOptions& wide,
                                      const Distribution& source, int64_t steps,
                                      Seed seed, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_FINETUNE_ALIGN_PROXY_H_
