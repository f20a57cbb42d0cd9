#include "federated/privacy/log_space.h"

#include <algorithm>
#include <cmath>

namespace flow::federated {

double LogSumExp(const std::vector<double>& log_terms) {
  const double greatest = *std::max_element(log_terms.begin(), log_terms.end());
  if (std::isinf(greatest)) return greatest;
  double sum = 0;
  for (const double term : log_terms) sum += std::exp(term - greatest);
  return greatest + std::log(sum);
}

double Softplus(double x) {
  return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

}  // namespace flow::federated
