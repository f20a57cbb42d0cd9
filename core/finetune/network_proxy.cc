#include "core/finetune/network_proxy.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "core/base/check.h"
#include "core/finetune/narrow_network.h"

namespace flow::core {
namespace {

// The `count` units that matter most to what comes in by `in` [n, i] and goes
// out by `out` [o, n].
at::Tensor UnitsThatMatter(const at::Tensor& in, const at::Tensor& out,
                           int64_t count) {
  const at::Tensor in_double = in.to(at::kDouble);
  const at::Tensor out_double = out.to(at::kDouble);
  const at::Tensor size =
      (in_double * in_double).sum(1) + (out_double * out_double).sum(0);
  const at::Tensor order =
      std::get<1>(size.sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
  return std::get<0>(order.narrow(0, 0, count).sort());
}

at::Tensor All(int64_t count) { return at::arange(count, at::kLong); }

}  // namespace

NetworkProxy::NetworkProxy(const ProxyOptions& options,
                           const MlpOptions& network, const Parameters& base)
    : narrow_(NarrowNetwork(options, network)), base_(base) {
  const size_t layers = network.hidden.size() + 1;
  FLOW_CHECK(base_.size() == 2 * layers)
      << "weights and biases of a perceptron";
  at::Tensor inputs = All(InputWidth(network));
  for (size_t k = 0; k < layers; ++k) {
    const at::Tensor outputs =
        k + 1 == layers
            ? All(OutputWidth(network))
            : UnitsThatMatter(base_[2 * k].value, base_[2 * k + 2].value,
                              narrow_.hidden[k]);
    parts_.push_back({outputs, inputs});
    parts_.push_back({outputs, {}});
    inputs = outputs;
  }
}

at::Tensor NetworkProxy::Of(const at::Tensor& wide, const Part& part) {
  const at::Tensor rows = wide.index_select(0, part.rows);
  return part.columns.defined() ? rows.index_select(1, part.columns) : rows;
}

Parameters NetworkProxy::Initialize() const {
  Parameters own;
  for (size_t k = 0; k < base_.size(); ++k) {
    own.push_back({base_[k].name, Of(base_[k].value, parts_[k])});
  }
  return own;
}

Parameters NetworkProxy::PlugIn(const Parameters& start,
                                const Parameters& trained) const {
  Parameters wide = CloneParameters(base_);
  for (size_t k = 0; k < wide.size(); ++k) {
    const Part& part = parts_[k];
    const at::Tensor change =
        trained[k].value.to(at::kDouble) - start[k].value.to(at::kDouble);
    const at::Tensor moved = (Of(wide[k].value, part).to(at::kDouble) + change)
                                 .to(wide[k].value.scalar_type());
    at::Tensor rows = wide[k].value.index_select(0, part.rows);
    if (part.columns.defined()) {
      rows.index_copy_(1, part.columns, moved);
    } else {
      rows = moved;
    }
    wide[k].value.index_copy_(0, part.rows, rows);
  }
  return wide;
}

}  // namespace flow::core
