// Trains the classifier of the digits whose features the program holds:
//
//     train_digits_network > core/eval/features/digits_network_weights.inc
//
// On four fifths of the digits, shifted by up to a pixel and with noise, so
// that features tell digits from what is no digit yet. How many of the last
// fifth, every fifth digit, it knows with its rounded weights goes to stderr.

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/constant_pad_nd.h"
#include "ATen/ops/cross_entropy_loss.h"
#include "ATen/ops/from_blob.h"
#include "ATen/ops/tensor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/digits_network.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/start_parameters.h"
#include "core/tensor/distinct_index.h"
#include "core/tensor/random_tensor.h"
#include "core/train/optimizer.h"
#include "datasets/digits.h"

namespace flow::benchmarks {
namespace {

constexpr int64_t kSteps = 4000;
constexpr int64_t kBatch = 128;
constexpr double kUnit = core::kDigitsNetworkUnit;

struct Digits {
  at::Tensor x_bchw;
  at::Tensor label_b;
};

Digits Pick(const Digits& all, const at::Tensor& index) {
  return {all.x_bchw.index_select(0, index),
          all.label_b.index_select(0, index)};
}

Digits AllDigits() {
  datasets::PointTable table = datasets::Digits();
  const std::vector<int64_t> label(table.label.begin(), table.label.end());
  return {
      at::from_blob(table.x.data(), {table.rows, 1, 8, 8}, at::kFloat).clone(),
      at::tensor(label)};
}

// He's start of the layers, zeros of the biases; all in one row.
at::Tensor Start() {
  std::vector<at::Tensor> parts;
  for (const core::ParameterSpec& spec : core::DigitsNetworkSpecs()) {
    const std::vector<int64_t>& shape = spec.parameter.shape;
    const int64_t numbers = spec.parameter.numbers();
    const double scale =
        shape.size() == 1 ? 0 : std::sqrt(2. * shape[0] / numbers);
    parts.push_back(
        scale *
        core::NormalTensor(DeriveSeed(1, "start", parts.size()), 1, numbers)
            .view({numbers}));
  }
  return at::concat(parts);
}

core::Parameters Views(const at::Tensor& flat_p) {
  static const auto& like = *new core::Parameters(
      core::StartParameters(core::DigitsNetworkSpecs(), /*seed=*/0));
  return core::ViewsOf(flat_p, like).named;
}

// Moved by up to a pixel, all images of a batch alike, and noisy.
at::Tensor Disturbed(const at::Tensor& x_bchw, int64_t step) {
  RowRandom random(DeriveSeed(2, "shift"), step);
  const auto from = [&] { return static_cast<int64_t>(3 * random.Uniform()); };
  const int64_t row = from(), column = from();
  const at::Tensor moved_bchw = at::constant_pad_nd(x_bchw, {1, 1, 1, 1}, -1)
                                    .narrow(2, row, 8)
                                    .narrow(3, column, 8);
  return moved_bchw + 0.1 * core::NormalTensor(DeriveSeed(3, "noise", step),
                                               x_bchw.size(0), 64)
                                .view_as(moved_bchw);
}

void Train(const Digits& digits, at::Tensor* flat_p) {
  ThreadPool pool(1);
  const auto optimizer = core::MakeOptimizer(
      core::AdamWOptions{.learning_rate = 3e-3, .weight_decay = 0.05},
      flat_p->numel());
  for (int64_t step = 0; step < kSteps; ++step) {
    const Digits batch =
        Pick(digits, core::DistinctIndexTensor(DeriveSeed(4, "batch", step),
                                               digits.label_b.size(0), kBatch));
    const at::Tensor leaf_p = flat_p->detach().requires_grad_(true);
    const at::Tensor logit_bk =
        core::DigitsNetwork(Views(leaf_p), Disturbed(batch.x_bchw, step))
            .logit_nk;
    const at::Tensor loss =
        at::cross_entropy_loss(logit_bk, batch.label_b, {}, /*mean=*/1, -100,
                               /*label_smoothing=*/0.05);
    loss.backward();
    const double rate = 0.5 * (1 + std::cos(M_PI * step / kSteps));
    optimizer->Step(
        {.weights = *flat_p, .gradient = leaf_p.grad(), .rate_factor = rate},
        &pool);
    if (step % 500 == 0) {
      std::fprintf(stderr, "step %d, loss %.4f\n", static_cast<int>(step),
                   loss.item<double>());
    }
  }
}

double ShareRight(const Digits& digits, const at::Tensor& flat_p) {
  const at::Tensor logit_bk =
      core::DigitsNetwork(Views(flat_p), digits.x_bchw).logit_nk;
  return (logit_bk.argmax(1) == digits.label_b)
      .to(at::kDouble)
      .mean()
      .item<double>();
}

int Main() {
  at::set_num_threads(1);
  const Digits all = AllDigits();
  const at::Tensor row_n = at::arange(all.label_b.size(0));
  const at::Tensor held_out_n = row_n.remainder(5) == 0;
  const Digits train = Pick(all, row_n.masked_select(held_out_n.logical_not()));
  const Digits test = Pick(all, row_n.masked_select(held_out_n));
  at::Tensor flat_p = Start();
  Train(train, &flat_p);
  const at::Tensor whole_p = (flat_p * kUnit).round().clamp(-32768, 32767);
  std::fprintf(stderr, "right: %.2f %% of the training, %.2f %% of the rest\n",
               100 * ShareRight(train, whole_p / kUnit),
               100 * ShareRight(test, whole_p / kUnit));
  std::string line;
  for (int64_t i = 0; i < whole_p.size(0); ++i) {
    const std::string number = std::to_string(whole_p[i].item<int16_t>()) + ",";
    if (line.size() + number.size() > 100) {
      std::puts(line.c_str());
      line.clear();
    }
    line += number;
  }
  std::puts(line.c_str());
  return 0;
}

}  // namespace
}  // namespace flow::benchmarks

int main() { return flow::benchmarks::Main(); }
