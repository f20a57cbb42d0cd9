#ifndef FEDERATED_ROUNDS_CLIENT_GRADIENTS_H_
#define FEDERATED_ROUNDS_CLIENT_GRADIENTS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/train/batch.h"
#include "core/train/batch_gradient.h"
#include "core/train/gradient_source.h"

namespace flow::federated {

/// What the gradients of many clients are computed in: the memory of a
/// network's passes, one for each thread that computes at a time, and the
/// batches that clients are in the midst of, so many as fit into a budget.
/// Thread-safe.
class GradientWorkshop {
 public:
  using Make = std::function<std::unique_ptr<core::BatchGradient>()>;

  explicit GradientWorkshop(Make make, int64_t kept_bytes = int64_t{256} << 20)
      : make_(std::move(make)), kept_bytes_(kept_bytes) {}

  /// That of the calling thread.
  core::BatchGradient* OfThisThread();

  /// Counts `bytes` that a client keeps; false where they go beyond the budget.
  bool Keep(int64_t bytes);
  void Drop(int64_t bytes);

 private:
  Make make_;
  const int64_t kept_bytes_;
  std::mutex mutex_;
  std::map<std::thread::id, std::unique_ptr<core::BatchGradient>> of_thread_;
  int64_t bytes_ = 0;
};

/// The gradients of one of many clients: over its own batches, on the calling
/// thread, in the memory of a workshop that they share. So a client costs its
/// data and at most the batches that it works on, not a network.
class ClientGradients : public core::GradientSource {
 public:
  ClientGradients(std::shared_ptr<const core::Batches> batches,
                  std::shared_ptr<GradientWorkshop> workshop);
  ~ClientGradients() override;

  /// The gradient is good until the next call in this thread, of any client
  /// that shares the workshop. Errors: those of the batches.
  absl::StatusOr<core::Gradient> Get(
      int64_t step, const core::FlatParameters& parameters) override;

 private:
  void Forget();

  std::shared_ptr<const core::Batches> batches_;
  std::shared_ptr<GradientWorkshop> workshop_;
  ThreadPool alone_{1};
  std::optional<core::PreparedStretch> kept_;
  int64_t kept_bytes_ = 0;
};

}  // namespace flow::federated

#endif  // FEDERATED_ROUNDS_CLIENT_GRADIENTS_H_
