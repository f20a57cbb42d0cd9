#include "federated/aggregation/scaffold_client.h"

#include "ATen/ops/sub.h"
#include "core/base/check.h"
#include "federated/aggregation/alike.h"

namespace flow::federated {
namespace {

void CheckControls(const at::Tensor& like, const ControlVariates& controls) {
  CheckAlike(like, controls.server, "the server's control variate");
  CheckAlike(like, controls.client, "the client's control variate");
}

}  // namespace

void CorrectDrift(const ControlVariates& controls, at::Tensor gradient) {
  CheckControls(gradient, controls);
  gradient.sub_(controls.client).add_(controls.server);
}

at::Tensor NextClientControl(const ControlVariates& controls,
                             const at::Tensor& start, const at::Tensor& end,
                             double rate_sum) {
  CheckControls(start, controls);
  CheckAlike(start, end, "the weights after the steps");
  FLOW_CHECK(rate_sum > 0) << "the sizes of the steps must sum to more than 0; "
                           << "got " << rate_sum;
  return at::sub(start, end)
      .div_(rate_sum)
      .add_(controls.client)
      .sub_(controls.server);
}

}  // namespace flow::federated
