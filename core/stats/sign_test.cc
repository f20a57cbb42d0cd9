#include "core/stats/sign_test.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace flow::core {

double BinomialHalfUpperTail(int successes, int trials) {
  FLOW_CHECK(trials >= 0) << "got " << trials;
  double tail = 0;
  for (int k = std::max(successes, 0); k <= trials; ++k) {
    // C(trials, k) / 2^trials through logarithms: no overflow for many trials
    tail += std::exp(std::lgamma(trials + 1.0) - std::lgamma(k + 1.0) -
                     std::lgamma(trials - k + 1.0) - trials * std::log(2.0));
  }
  return std::min(tail, 1.0);
}

double SignTestPValue(absl::Span<const double> differences) {
  const auto negative = [](double difference) { return difference < 0; };
  const auto positive = [](double difference) { return difference > 0; };
  const int below =
      std::count_if(differences.begin(), differences.end(), negative);
  const int above =
      std::count_if(differences.begin(), differences.end(), positive);
  return BinomialHalfUpperTail(below, below + above);
}

}  // namespace flow::core
