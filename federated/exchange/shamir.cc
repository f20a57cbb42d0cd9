#include "federated/exchange/shamir.h"

#include "core/base/check.h"
#include "federated/exchange/field61.h"

namespace flow::federated {
namespace {

// x_i
uint64_t PointOf(int64_t holder) { return static_cast<uint64_t>(holder) + 1; }

}  // namespace

std::vector<uint64_t> ShareSecret(uint64_t secret, int64_t threshold,
                                  int64_t holders, Seed seed) {
  FLOW_CHECK(secret < field61::kPrime) << "a secret is an element of the field";
  FLOW_CHECK(threshold >= 1 && threshold <= holders)
      << "the threshold must be in [1, " << holders << "]; got " << threshold;
  std::vector<uint64_t> coefficients = {secret};
  for (int64_t j = 1; j < threshold; ++j) {
    coefficients.push_back(RowRandom(seed, j).UniformInt(field61::kPrime));
  }
  std::vector<uint64_t> shares(holders, 0);
  for (int64_t i = 0; i < holders; ++i) {
    // Horner's rule
    for (int64_t j = threshold - 1; j >= 0; --j) {
      shares[i] = field61::Add(field61::Multiply(shares[i], PointOf(i)),
                               coefficients[j]);
    }
  }
  return shares;
}

SecretReader::SecretReader(absl::Span<const int64_t> holders) {
  FLOW_CHECK(!holders.empty()) << "a secret is read from shares";
  for (const int64_t i : holders) {
    uint64_t above = 1, below = 1;
    int64_t same = 0;
    for (const int64_t j : holders) {
      FLOW_CHECK(j >= 0) << "holders are counted from 0; got " << j;
      same += j == i;
      if (j == i) continue;
      above = field61::Multiply(above, PointOf(j));
      below =
          field61::Multiply(below, field61::Subtract(PointOf(j), PointOf(i)));
    }
    FLOW_CHECK(same == 1) << "holder " << i << " must be named once";
    factors_.push_back(field61::Multiply(above, field61::Inverse(below)));
  }
}

uint64_t SecretReader::Read(absl::Span<const uint64_t> shares) const {
  FLOW_CHECK(shares.size() == factors_.size())
      << "one share for each of " << factors_.size() << " holders; got "
      << shares.size();
  uint64_t secret = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    secret = field61::Add(secret, field61::Multiply(shares[i], factors_[i]));
  }
  return secret;
}

}  // namespace flow::federated
