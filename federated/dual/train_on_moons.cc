// Trains the potential for eight Gaussians to two moons in the ways that
// README.md compares, and prints a row for each:
//
//     bazel run //federated/dual:train_on_moons
//
// Takes some minutes. A number as the argument is the seed, 1 without.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "federated/dual/moons_testing.h"

namespace flow::federated {
namespace {

void PrintRow(const std::string& name, const MoonsTraining& training) {
  std::printf("| %s | %g, %lld | ", name.c_str(), training.learning_rate,
              static_cast<long long>(training.steps));
  std::fflush(stdout);
  const auto potential = TrainOnMoons(training);
  if (!potential.ok()) {
    std::printf("%s |\n", std::string(potential.status().message()).c_str());
    return;
  }
  std::printf("%.3g | %.2f | ", potential->dual_value, potential->inner_excess);
  const auto quality = MeasureOnMoons(potential->parameters, /*seed=*/2);
  if (!quality.ok()) {
    std::printf("%s |\n", std::string(quality.status().message()).c_str());
    return;
  }
  std::printf("%.2f | %.2f | %.2f |\n", quality->dual_value, quality->cost,
              quality->marginal);
}

// At 1e-3 for 4000 steps, and at 1e-4 for 12 000.
void PrintBoth(const std::string& name, MoonsTraining training) {
  training.learning_rate = 1e-3, training.steps = 4000;
  PrintRow(name, training);
  training.learning_rate = 1e-4, training.steps = 12000;
  PrintRow(name, training);
}

MoonsTraining WithStart(InnerStart start, Seed seed) {
  MoonsTraining training{.semidual = MoonsOptions(), .seed = seed};
  training.semidual.inner.start = start;
  return training;
}

void PrintTable(Seed seed) {
  const MoonsScale scale = *ScaleOfMoons(/*seed=*/2);
  std::printf("independent %.2f, optimal %.2f, floor of W2^2 %.2f\n\n",
              scale.independent_cost, scale.optimal_cost, scale.marginal_floor);
  std::printf(
      "| minimum | rate, steps | J of the training | excess | J | cost | W2^2 "
      "|\n");
  std::printf("| --- | --- | --- | --- | --- | --- | --- |\n");
  MoonsTraining training = WithStart(InnerStart::kPoolMinimum, seed);
  training.guard.emplace();
  PrintBoth("pool and 5 steps", training);
  training.semidual.inner.steps = 0;
  PrintBoth("pool", training);
  training.semidual.read_out = ReadOut::kSoftmin;
  training.semidual.entropy = 0.5;
  PrintRow("soft minimum, 0.5", training);
  for (const auto& [name, start] :
       {std::pair{"5 steps from a random x0", InnerStart::kSourceSample},
        std::pair{"5 steps from x1", InnerStart::kTargetPoint}}) {
    training = WithStart(start, seed);
    PrintBoth(name, training);
    training.guard.emplace();
    PrintBoth(std::string(name) + ", guarded", training);
  }
}

}  // namespace
}  // namespace flow::federated

int main(int argc, char** argv) {
  flow::federated::PrintTable(argc > 1 ? std::strtoull(argv[1], nullptr, 10)
                                       : 1);
}
