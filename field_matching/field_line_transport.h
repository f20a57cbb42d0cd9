#ifndef FIELD_MATCHING_FIELD_LINE_TRANSPORT_H_
#define FIELD_MATCHING_FIELD_LINE_TRANSPORT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/ode/sampler_options.h"
#include "core/ode/transport.h"
#include "field_matching/field.h"

namespace flow::field_matching {

/// Along the lines of a field, from the plate of the source to that of the
/// target. The time of a saved point is its share of its line's length; lines
/// that are given up are where that was. There is no velocity, and no way back.
class FieldLineTransport : public core::Transport {
 public:
  /// `pool` outlives the transport.
  FieldLineTransport(std::shared_ptr<const Field> field, double gap,
                     const core::FieldLineOptions& options, ThreadPool* pool);

  absl::StatusOr<core::Transported> Push(
      const at::Tensor& x_nd, const core::Journey& journey) const override;

 private:
  std::shared_ptr<const Field> field_;
  double gap_;
  core::FieldLineOptions options_;
  ThreadPool* pool_;
};

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_LINE_TRANSPORT_H_
