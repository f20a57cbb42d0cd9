#include "federated/partition/dirichlet_partition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_testing.h"
#include "federated/partition/label_histogram.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// A share of Dirichlet(alpha, ..., alpha) over n is Beta(a, (n - 1) a), with
// E[p^k] = (a / A) ((a + 1) / (A + 1)) ... of k factors, A = n a.
struct ShareMoments {
  double mean, variance, fourth;  // the last ones are central

  ShareMoments(double a, int n) {
    double raw[5] = {1};
    for (int k = 0; k < 4; ++k) raw[k + 1] = raw[k] * (a + k) / (n * a + k);
    mean = 1.0 / n;
    variance = mean * (1 - mean) / (n * a + 1);
    fourth = raw[4] - 4 * mean * raw[3] + 6 * mean * mean * raw[2] -
             3 * std::pow(mean, 4);
  }
};

// `labels` with `each` rows of each class, classes in turn
std::vector<int64_t> Labels(int64_t classes, int64_t each) {
  std::vector<int64_t> labels(classes * each);
  for (int64_t k = 0; k < labels.size(); ++k) labels[k] = k % classes;
  return labels;
}

int64_t LeastSize(const Partition& partition) {
  int64_t least = std::numeric_limits<int64_t>::max();
  for (const auto& rows : partition) {
    least = std::min<int64_t>(least, rows.size());
  }
  return least;
}

// The mean of N draws has the standard error sqrt(variance / N), that of their
// squared deviations sqrt((fourth - variance^2) / N): five of each, 6e-7 false
// alarms a number (24 numbers), had the seed not been fixed.
TEST(DirichletSharesTest, HaveTheMomentsOfTheLaw) {
  constexpr int kDraws = 20000, kClients = 4;
  for (const double alpha : {0.1, 1.0, 20.0}) {
    const ShareMoments law(alpha, kClients);
    double sum[kClients] = {}, squares[kClients] = {};
    for (int label = 0; label < kDraws; ++label) {
      const auto shares = DirichletShares(alpha, kClients, label, 7);
      EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-14);
      for (int i = 0; i < kClients; ++i) {
        sum[i] += shares[i];
        squares[i] += (shares[i] - law.mean) * (shares[i] - law.mean);
      }
    }
    for (int i = 0; i < kClients; ++i) {
      EXPECT_NEAR(sum[i] / kDraws, law.mean,
                  5 * std::sqrt(law.variance / kDraws))
          << alpha;
      EXPECT_NEAR(
          squares[i] / kDraws, law.variance,
          5 * std::sqrt((law.fourth - law.variance * law.variance) / kDraws))
          << alpha;
    }
  }
}

TEST(DirichletSharesTest, OfTheLeastAlphaAreOneHot) {
  const double tiny = std::numeric_limits<double>::denorm_min();
  auto shares = DirichletShares(tiny, 3, 0, 1);
  std::sort(shares.begin(), shares.end());
  EXPECT_EQ(shares, (std::vector<double>{0, 0, 1}));
}

// The same of whole partitions: of 1000 classes of 500 rows the cuts move a
// share by less than r = 1/500, hence a mean by less than r, and a mean squared
// deviation by less than 2 r sqrt(variance) + r^2 or thereabouts.
TEST(PartitionByDirichletTest, SharesHaveTheMomentsOfTheLaw) {
  constexpr int kClasses = 1000, kEach = 500, kClients = 3;
  const std::vector<int64_t> labels = Labels(kClasses, kEach);
  for (const double alpha : {0.3, 5.0}) {
    const ShareMoments law(alpha, kClients);
    ASSERT_OK_AND_ASSIGN(
        const Partition partition,
        PartitionByDirichlet({.alpha = alpha}, kClients, labels, 3));
    ASSERT_OK_AND_ASSIGN(const auto counts,
                         LabelHistogram(partition, labels, kClasses));
    for (const auto& of_client : counts) {
      double sum = 0, squares = 0;
      for (const double count : of_client) {
        const double deviation = count / kEach - law.mean;
        sum += deviation;
        squares += deviation * deviation;
      }
      const double r = 1.0 / kEach;
      EXPECT_NEAR(sum / kClasses, 0,
                  5 * std::sqrt(law.variance / kClasses) + r);
      EXPECT_NEAR(
          squares / kClasses, law.variance,
          5 * std::sqrt((law.fourth - law.variance * law.variance) / kClasses) +
              2.5 * r * std::sqrt(law.variance) + r * r);
    }
  }
}

TEST(PartitionByDirichletTest, CutsClassesAtTheSumsOfTheShares) {
  const std::vector<int64_t> labels = Labels(6, 97);
  ASSERT_OK_AND_ASSIGN(
      const Partition partition,
      PartitionByDirichlet({.alpha = 0.7, .min_size = 0}, 5, labels, 3));
  ASSERT_OK_AND_ASSIGN(const auto counts, LabelHistogram(partition, labels, 6));
  for (int c = 0; c < 6; ++c) {
    const auto p = DirichletShares(0.7, 5, c, DeriveSeed(3, "draw", 0));
    int64_t begin = 0;
    for (int i = 0; i < 5; ++i) {
      const double sum = std::accumulate(p.begin(), p.begin() + i + 1, 0.0);
      const int64_t end = i == 4 ? 97 : static_cast<int64_t>(sum * 97);
      EXPECT_EQ(counts[i][c], end - begin) << c << " " << i;
      begin = end;
    }
  }
}

// Of the n of 1000 rows of a client, about 500, those in the first half are
// hypergeometric: mean n / 2, variance at most 62.6. Five standard deviations,
// 6e-7 false alarms, had the seed not been fixed.
TEST(PartitionByDirichletTest, RowsOfAClassAreInRandomOrder) {
  ASSERT_OK_AND_ASSIGN(
      const Partition partition,
      PartitionByDirichlet({.alpha = 1e6}, 2, Labels(1, 1000), 3));
  const std::vector<int64_t>& rows = partition[0];
  const int64_t low = std::count_if(rows.begin(), rows.end(),
                                    [](int64_t row) { return row < 500; });
  EXPECT_NEAR(low, rows.size() / 2.0, 5 * std::sqrt(62.6));
}

// At alpha = 1e6 a cut of a class of 1000 has a standard deviation of at most
// 1000 sqrt(1/4 / 4e6) = 0.25; a part, between two cuts each rounded down, is
// within 5 * 0.22 + 1 of 250: at most 1e-6 false alarms a part (20 parts).
TEST(PartitionByDirichletTest, OfALargeAlphaIsAsIid) {
  const std::vector<int64_t> labels = Labels(5, 1000);
  ASSERT_OK_AND_ASSIGN(const Partition partition,
                       PartitionByDirichlet({.alpha = 1e6}, 4, labels, 3));
  ASSERT_OK_AND_ASSIGN(const auto counts, LabelHistogram(partition, labels, 5));
  for (const auto& of_client : counts) {
    for (const int64_t count : of_client) EXPECT_NEAR(count, 250, 2.1);
  }
}

// Log shares of a small alpha are -E / alpha with E exponential, so the two
// largest of n differ by an exponential number of mean 1 / ((n - 1) alpha) or
// more. That it is less than log(1000), and the class divided, has a
// probability below 3e-5 * 6.9 for n = 4: 0.4 % for 20 classes.
TEST(PartitionByDirichletTest, OfASmallAlphaKeepsClassesWhole) {
  const std::vector<int64_t> labels = Labels(20, 100);
  ASSERT_OK_AND_ASSIGN(
      const Partition partition,
      PartitionByDirichlet({.alpha = 1e-5, .min_size = 0}, 4, labels, 3));
  ASSERT_OK_AND_ASSIGN(const auto counts,
                       LabelHistogram(partition, labels, 20));
  for (int c = 0; c < 20; ++c) {
    int64_t greatest = 0;
    for (const auto& of_client : counts) {
      greatest = std::max(greatest, of_client[c]);
    }
    EXPECT_GE(greatest, 99) << c;  // int(0.9999 * 100)
  }
}

TEST(PartitionByDirichletTest, DrawsAgainWhileAClientIsTooSmall) {
  const std::vector<int64_t> labels = Labels(4, 100);
  int kept = 0, redrawn = 0;
  for (Seed seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    ASSERT_OK_AND_ASSIGN(
        const Partition first,
        PartitionByDirichlet({.alpha = 1, .min_size = 0}, 3, labels, seed));
    ASSERT_OK_AND_ASSIGN(
        const Partition partition,
        PartitionByDirichlet({.alpha = 1, .min_size = 80}, 3, labels, seed));
    EXPECT_GE(LeastSize(partition), 80);
    EXPECT_EQ(partition == first, LeastSize(first) >= 80);
    ++(partition == first ? kept : redrawn);
  }
  EXPECT_GT(kept, 0);
  EXPECT_GT(redrawn, 0);
}

// one class, which one client has nearly whole in each of the draws
TEST(PartitionByDirichletTest, GivesUpAndNamesTheSmallestClient) {
  EXPECT_THAT(
      PartitionByDirichlet({.alpha = 1e-5, .min_size = 10}, 2, Labels(1, 50),
                           1),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               MatchesRegex("client [01] has 0 rows, fewer than 'min_size', "
                            "10, after 11 draws with 'alpha' = 1e-05; a larger "
                            "alpha, a smaller min_size or fewer clients may "
                            "help")));
}

TEST(PartitionByDirichletTest, RefusesWhatCannotBe) {
  const std::vector<int64_t> labels = Labels(2, 10);
  EXPECT_THAT(PartitionByDirichlet({}, 2, labels, 1),
              StatusIs(kInvalid, "'alpha' must be > 0 and finite; got 0"));
  EXPECT_THAT(PartitionByDirichlet({.alpha = NAN}, 2, labels, 1),
              StatusIs(kInvalid, HasSubstr("got nan")));
  EXPECT_THAT(PartitionByDirichlet({.alpha = 1, .min_size = 7}, 3, labels, 1),
              StatusIs(kInvalid,
                       "'min_size' must be from 0 to the 6 rows that 20 rows "
                       "have for each of 3 clients; got 7"));
  EXPECT_THAT(PartitionByDirichlet({.alpha = 1, .min_size = -1}, 3, labels, 1),
              StatusIs(kInvalid, HasSubstr("got -1")));
  EXPECT_THAT(PartitionByDirichlet({.alpha = 1}, 0, labels, 1),
              StatusIs(kInvalid, HasSubstr("'clients' must be >= 1")));
  EXPECT_THAT(PartitionByDirichlet({.alpha = 1, .min_size = 0}, 1, {0, -4}, 1),
              StatusIs(kInvalid, HasSubstr("that of row 1 is -4")));
}

}  // namespace
}  // namespace flow::federated
