#include "federated/rounds/client_gradients.h"

#include <utility>

#include "ATen/core/Tensor.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

int64_t BytesOf(const core::PreparedStretch& prepared) {
  const core::Batch& rows = prepared.stretch.rows;
  int64_t bytes = 0;
  const auto add = [&bytes](const at::Tensor& t) {
    if (t.defined()) bytes += static_cast<int64_t>(t.nbytes());
  };
  for (const auto part : core::kRowsOfBatch) add(rows.*part);
  // of given targets the same
  if (!prepared.problem.target_be.is_same(rows.target_be)) {
    add(prepared.problem.target_be);
  }
  add(prepared.points_bd);
  add(prepared.times_bd);
  return bytes;
}

}  // namespace

core::BatchGradient* GradientWorkshop::OfThisThread() {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<core::BatchGradient>& own =
      of_thread_[std::this_thread::get_id()];
  if (own == nullptr) own = make_();
  return own.get();
}

bool GradientWorkshop::Keep(int64_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (bytes_ + bytes > kept_bytes_) return false;
  bytes_ += bytes;
  return true;
}

void GradientWorkshop::Drop(int64_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  bytes_ -= bytes;
}

ClientGradients::ClientGradients(std::shared_ptr<const core::Batches> batches,
                                 std::shared_ptr<GradientWorkshop> workshop)
    : batches_(std::move(batches)), workshop_(std::move(workshop)) {}

ClientGradients::~ClientGradients() { Forget(); }

void ClientGradients::Forget() {
  kept_.reset();
  workshop_->Drop(std::exchange(kept_bytes_, 0));
}

absl::StatusOr<core::Gradient> ClientGradients::Get(
    int64_t step, const core::FlatParameters& parameters) {
  core::BatchGradient* const gradient = workshop_->OfThisThread();
  if (!kept_ || !kept_->stretch.Holds(step)) {
    Forget();
    FLOW_ASSIGN_OR_RETURN(core::Stretch stretch, batches_->GetStretch(step));
    kept_ = gradient->Prepare(std::move(stretch));
  }
  const core::Gradient result =
      gradient->Compute(*kept_, step, parameters, &alone_);
  // memory that the next client's batches go into while it is in the cache
  if (!kept_->stretch.Holds(step + 1)) {
    Forget();
    return result;
  }
  if (kept_bytes_ > 0) return result;
  const int64_t bytes = BytesOf(*kept_);
  if (workshop_->Keep(bytes)) {
    kept_bytes_ = bytes;
  } else {
    kept_.reset();
  }
  return result;
}

}  // namespace flow::federated
