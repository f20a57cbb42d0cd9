#include "core/device/summed_backward.h"

#include <algorithm>

#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {

SummedBackward::SummedBackward(const Parameters& parameters, int64_t bucket,
                               DeviceSums* sums)
    : sums_(sums), bucket_of_(parameters.size()) {
  FLOW_CHECK(!parameters.empty() && bucket > 0);
  int64_t numbers = 0;
  for (const NamedTensor& parameter : parameters) {
    begin_.push_back(numbers);
    numbers += parameter.value.numel();
  }
  // the loss, known before them all, goes with the first
  int64_t end = numbers + 1;
  buckets_.push_back({end, end, 0});
  for (size_t i = parameters.size(); i-- > 0;) {
    const int64_t least = buckets_.size() == 1 ? bucket / 5 : bucket;
    Bucket& last = buckets_.back();
    if (last.leaves > 0 && last.end - last.begin >= least) {
      buckets_.push_back({last.begin, last.begin, 0});
    }
    buckets_.back().begin = begin_[i];
    ++buckets_.back().leaves;
    bucket_of_[i] = buckets_.size() - 1;
  }
  sum_ = at::empty({numbers + 1}, parameters[0].value.options());
}

std::pair<at::Tensor, at::Tensor> SummedBackward::Get(
    const at::Tensor& loss, const Parameters& leaves) {
  const int64_t numbers = sum_.size(0) - 1;
  sum_[numbers].copy_(loss.detach());
  sent_ = 0;
  missing_.clear();
  for (const Bucket& bucket : buckets_) missing_.push_back(bucket.leaves);
  for (size_t i = 0; i < leaves.size(); ++i) {
    leaves[i].value.register_hook(
        [this, i](const at::Tensor& gradient) { Arrive(i, gradient); });
  }
  torch::autograd::grad({loss}, ValuesOf(leaves));
  FLOW_CHECK(sent_ == buckets_.size()) << "every leaf has a gradient";
  sums_->Join();
  return {sum_[numbers], sum_.narrow(0, 0, numbers)};
}

void SummedBackward::Arrive(size_t i, const at::Tensor& gradient) {
  sum_.narrow(0, begin_[i], gradient.numel()).copy_(gradient.flatten());
  --missing_[bucket_of_[i]];
  // in one order on all devices, whatever the order here
  for (; sent_ < buckets_.size() && missing_[sent_] == 0; ++sent_) {
    const Bucket& bucket = buckets_[sent_];
    sums_->Begin(sum_.narrow(0, bucket.begin, bucket.end - bucket.begin));
  }
}

}  // namespace flow::core
