#include "federated/partition/shards_partition.h"

#include <algorithm>
#include <set>
#include <vector>

#include "core/base/status_testing.h"
#include "federated/partition/label_histogram.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::vector<int64_t> Labels(int64_t classes, int64_t each) {
  std::vector<int64_t> labels(classes * each);
  for (int64_t k = 0; k < labels.size(); ++k) labels[k] = k % classes;
  return labels;
}

// two shards of ten in each class: a client has two tens or one twenty
TEST(PartitionByShardsTest, ClientsHaveWholeShards) {
  const std::vector<int64_t> labels = Labels(5, 20);
  std::set<int64_t> seen;
  for (Seed seed = 0; seed < 20; ++seed) {
    ASSERT_OK_AND_ASSIGN(const Partition partition,
                         PartitionByShards({}, 5, labels, seed));
    ASSERT_OK_AND_ASSIGN(const auto counts,
                         LabelHistogram(partition, labels, 5));
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(partition[i].size(), 20);
      for (const int64_t count : counts[i]) {
        EXPECT_EQ(count % 10, 0);
        seen.insert(count);
      }
    }
  }
  EXPECT_EQ(seen, (std::set<int64_t>{0, 10, 20}));
}

TEST(PartitionByShardsTest, SizesOfShardsDifferByAtMostOne) {
  // 23 rows in 6 shards, of 4, 4, 4, 4, 4 and 3
  ASSERT_OK_AND_ASSIGN(
      const Partition partition,
      PartitionByShards({.per_client = 3}, 2, std::vector<int64_t>(23, 0), 1));
  EXPECT_EQ(partition[0].size() + partition[1].size(), 23);
  EXPECT_EQ(std::max(partition[0].size(), partition[1].size()), 12);
  EXPECT_OK(ClientOfRow(partition));
}

TEST(PartitionByShardsTest, TiesAreInRandomOrder) {
  // one class, cut in two: which half a row is in depends on the seed
  int together = 0;
  for (Seed seed = 0; seed < 40; ++seed) {
    ASSERT_OK_AND_ASSIGN(
        const Partition partition,
        PartitionByShards({.per_client = 1}, 2, {0, 0, 0, 0}, seed));
    ASSERT_OK_AND_ASSIGN(const auto owner, ClientOfRow(partition));
    together += owner[1] == owner[0];
  }
  // binomial of 40 and 1/3
  EXPECT_GT(together, 0);
  EXPECT_LT(together, 40);
}

TEST(PartitionByShardsTest, RefusesWhatCannotBe) {
  const std::vector<int64_t> labels = Labels(2, 10);
  EXPECT_THAT(PartitionByShards({.per_client = 0}, 3, labels, 1),
              StatusIs(kInvalid, HasSubstr("got 0")));
  EXPECT_THAT(PartitionByShards({.per_client = 7}, 3, labels, 1),
              StatusIs(kInvalid,
                       "'per_client' must be from 1 to the 6 rows that 20 rows "
                       "have for each of 3 clients; got 7"));
  EXPECT_THAT(PartitionByShards({}, 0, labels, 1),
              StatusIs(kInvalid, HasSubstr("'clients' must be >= 1")));
  EXPECT_THAT(PartitionByShards({.per_client = 1}, 1, {0, -4}, 1),
              StatusIs(kInvalid, HasSubstr("that of row 1 is -4")));
}

}  // namespace
}  // namespace flow::federated
