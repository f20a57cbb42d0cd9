#include "federated/partition/size_partition.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::vector<int64_t> Sizes(const Partition& partition) {
  std::vector<int64_t> sizes;
  for (const auto& rows : partition) sizes.push_back(rows.size());
  return sizes;
}

std::vector<int64_t> SizesOf(const Quantity& options, int64_t clients,
                             int64_t rows) {
  const auto partition = PartitionByQuantity(options, clients, rows, 1);
  EXPECT_OK(partition);
  return Sizes(*partition);
}

TEST(PartitionIidTest, SizesDifferByAtMostOne) {
  ASSERT_OK_AND_ASSIGN(const Partition partition, PartitionIid(4, 10, 1));
  EXPECT_THAT(Sizes(partition), ElementsAre(3, 3, 2, 2));
  EXPECT_OK(ClientOfRow(partition));
}

// Of the 1000 rows of client 0 those below 5000 of 10000 are hypergeometric:
// mean 500, variance 1000 / 4 * 9000 / 9999. Five standard deviations, 6e-7
// false alarms, had the seed not been fixed.
TEST(PartitionIidTest, AClientHasARandomSample) {
  ASSERT_OK_AND_ASSIGN(const Partition partition, PartitionIid(10, 10000, 1));
  int64_t low = 0;
  for (const int64_t row : partition[0]) low += row < 5000;
  EXPECT_NEAR(low, 500, 5 * std::sqrt(250 * 0.9001));
}

TEST(PartitionByQuantityTest, SizesAreAsTheLawSays) {
  EXPECT_THAT(SizesOf({.law = QuantityLaw::kLinear}, 4, 100),
              ElementsAre(10, 20, 30, 40));
  EXPECT_THAT(SizesOf({.law = QuantityLaw::kSquare}, 4, 30),
              ElementsAre(1, 4, 9, 16));
  // quotas 9.003, 24.473, 66.524
  EXPECT_THAT(SizesOf({.law = QuantityLaw::kExponential}, 3, 100),
              ElementsAre(9, 24, 67));
}

TEST(PartitionByQuantityTest, ManyClientsDoNotOverflow) {
  const std::vector<int64_t> sizes =
      SizesOf({.law = QuantityLaw::kExponential}, 2000, 10000);
  EXPECT_EQ(sizes[0], 1);
  EXPECT_EQ(sizes[1990], 1);  // below one of about 8000: exp(-9) of them
  // of the last ones, 1 - 1/e and so on
  EXPECT_NEAR(sizes[1999] / 8000.0, 1 - std::exp(-1), 0.002);
  EXPECT_NEAR(sizes[1998] / 8000.0, std::exp(-1) - std::exp(-2), 0.001);
}

TEST(PartitionByQuantityTest, LogNormalSizesAreInProportionToTheShares) {
  const Quantity options = {.law = QuantityLaw::kLogNormal, .std = 0.5};
  ASSERT_OK_AND_ASSIGN(const auto shares, QuantityShares(options, 5, 9));
  ASSERT_OK_AND_ASSIGN(const Partition partition,
                       PartitionByQuantity(options, 5, 100000, 9));
  for (int i = 0; i < 5; ++i) {
    EXPECT_NEAR(partition[i].size(), 100000 * shares[i], 1);
  }
}

// log shares are, but for a constant, normal of standard deviation std: the
// variance of 20000 has the standard error std^2 sqrt(2 / 20000) = 0.01 std^2;
// five of them, 6e-7 false alarms, had the seed not been fixed.
TEST(QuantitySharesTest, OfLogNormalHasTheStandardDeviation) {
  constexpr int kClients = 20000;
  ASSERT_OK_AND_ASSIGN(
      const auto shares,
      QuantityShares({.law = QuantityLaw::kLogNormal, .std = 3}, kClients, 2));
  double sum = 0, squares = 0;
  for (const double share : shares) {
    sum += std::log(share);
    squares += std::log(share) * std::log(share);
  }
  const double mean = sum / kClients;
  EXPECT_NEAR(squares / kClients - mean * mean, 9, 5 * 0.01 * 9);
}

TEST(QuantitySharesTest, SumToOne) {
  ASSERT_OK_AND_ASSIGN(const auto linear, QuantityShares({}, 3, 1));
  EXPECT_THAT(linear, ElementsAre(1.0 / 6, 2.0 / 6, 3.0 / 6));
  ASSERT_OK_AND_ASSIGN(
      const auto exponential,
      QuantityShares({.law = QuantityLaw::kExponential}, 2, 1));
  EXPECT_THAT(exponential, ElementsAre(DoubleNear(1 / (1 + M_E), 1e-15),
                                       DoubleNear(M_E / (1 + M_E), 1e-15)));
}

TEST(SizePartitionTest, RefusesWhatCannotBe) {
  EXPECT_THAT(PartitionIid(0, 5, 1), StatusIs(kInvalid, HasSubstr("got 0")));
  EXPECT_THAT(PartitionIid(6, 5, 1), StatusIs(kInvalid, HasSubstr("got 6")));
  EXPECT_THAT(PartitionByQuantity({}, 6, 5, 1),
              StatusIs(kInvalid, HasSubstr("got 6")));
  EXPECT_THAT(PartitionByQuantity({.std = 0}, 2, 5, 1),
              StatusIs(kInvalid, "'std' must be > 0 and finite; got 0"));
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(QuantityShares({.std = infinity}, 2, 1),
              StatusIs(kInvalid, HasSubstr("got inf")));
  EXPECT_THAT(QuantityShares({}, 0, 1), StatusIs(kInvalid, HasSubstr("got 0")));
}

}  // namespace
}  // namespace flow::federated
