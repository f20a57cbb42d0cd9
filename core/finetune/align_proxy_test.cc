#include "core/finetune/align_proxy.h"

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/distribution/gaussian.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

const MlpOptions kWide = {.dim = 2, .hidden = {16, 16}};

class AlignProxyTest : public testing::Test {
 protected:
  AlignProxyTest() { at::set_num_threads(1); }

  absl::StatusOr<Parameters> Align(int64_t steps, int threads = 1) {
    ThreadPool pool(threads, [] { at::set_num_threads(1); });
    return AlignProxy(proxy_, kWide, *source_, steps, /*seed=*/3, &pool);
  }

  // How far the proxy's velocities are from the network's, where points of the
  // source begin: of all times those that need no flow.
  double Off(const Parameters& weights) const {
    const at::Tensor x = NormalTensor(9, 500, 2), t = at::zeros({500});
    const at::Tensor off =
        MakeNetwork(proxy_.network())->Outputs(weights, {x, t}) -
        MakeNetwork(kWide)->Outputs(base_, {x, t});
    return (off * off).mean().item<double>();
  }

  const Parameters base_ = [] {
    Parameters weights = MakeNetwork(kWide)->Initialize(1);
    for (NamedTensor& p : weights) p.value.mul_(2);  // not nearly linear
    return weights;
  }();
  const NetworkProxy proxy_{{.keep = 0.5}, kWide, base_};
  const std::unique_ptr<Gaussian> source_ = Gaussian::Create({0, 0}, 1).value();
};

TEST_F(AlignProxyTest, TheProxySaysNearlyWhatTheNetworkSays) {
  ASSERT_OK_AND_ASSIGN(const Parameters before, Align(0));
  for (size_t k = 0; k < before.size(); ++k) {
    EXPECT_TRUE(at::equal(before[k].value, proxy_.Initialize()[k].value));
  }
  ASSERT_OK_AND_ASSIGN(const Parameters after, Align(500));
  EXPECT_LT(Off(after), 0.1 * Off(before));
}

TEST_F(AlignProxyTest, TheSameBitsForAnyNumberOfThreads) {
  ASSERT_OK_AND_ASSIGN(const Parameters one, Align(20));
  ASSERT_OK_AND_ASSIGN(const Parameters three, Align(20, 3));
  for (size_t k = 0; k < one.size(); ++k) {
    EXPECT_TRUE(at::equal(one[k].value, three[k].value)) << k;
  }
}

}  // namespace
}  // namespace flow::core
