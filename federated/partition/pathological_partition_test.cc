#include "federated/partition/pathological_partition.h"

#include <algorithm>
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

// The least and the greatest of some numbers, in their order of coming.
struct Range {
  int64_t least = 1 << 30, greatest = 0;
  void Add(int64_t x) {
    least = std::min(least, x);
    greatest = std::max(greatest, x);
  }
};

struct Case {
  int64_t clients, each, classes, rows_each;
};

TEST(PartitionPathologicallyTest, IsEvenInClassesAndRows) {
  for (const auto& [clients, each, classes, rows_each] :
       {Case{10, 2, 10, 20}, Case{7, 3, 5, 23}, Case{4, 5, 5, 9},
        Case{3, 2, 6, 5}, Case{100, 3, 7, 200}, Case{9, 1, 4, 11}}) {
    const std::vector<int64_t> labels = Labels(classes, rows_each);
    for (Seed seed = 0; seed < 10; ++seed) {
      SCOPED_TRACE(testing::Message() << clients << " " << each << " " << seed);
      ASSERT_OK_AND_ASSIGN(const Partition partition,
                           PartitionPathologically({.classes_per_client = each},
                                                   clients, labels, seed));
      ASSERT_OK_AND_ASSIGN(const auto counts,
                           LabelHistogram(partition, labels, classes));
      for (const auto& of_client : counts) {
        EXPECT_EQ(classes - std::count(of_client.begin(), of_client.end(), 0),
                  each);
      }
      Range clients_of_class;
      for (int64_t c = 0; c < classes; ++c) {
        int64_t owners = 0, rows = 0;
        Range parts;
        for (const auto& of_client : counts) {
          rows += of_client[c];
          if (of_client[c] == 0) continue;
          ++owners;
          parts.Add(of_client[c]);
        }
        clients_of_class.Add(owners);
        EXPECT_EQ(rows, rows_each);
        EXPECT_LE(parts.greatest - parts.least, 1);
      }
      EXPECT_LE(clients_of_class.greatest - clients_of_class.least, 1);
      EXPECT_GE(clients_of_class.least, 1);
    }
  }
}

TEST(PartitionPathologicallyTest, RowsOfAClassAreInRandomOrder) {
  // one class, cut in two: which half a row is in depends on the seed
  int together = 0;
  for (Seed seed = 0; seed < 40; ++seed) {
    ASSERT_OK_AND_ASSIGN(const Partition partition,
                         PartitionPathologically({.classes_per_client = 1}, 2,
                                                 {0, 0, 0, 0}, seed));
    ASSERT_OK_AND_ASSIGN(const auto owner, ClientOfRow(partition));
    together += owner[1] == owner[0];
  }
  // binomial of 40 and 1/3
  EXPECT_GT(together, 0);
  EXPECT_LT(together, 40);
}

TEST(PartitionPathologicallyTest, CountsClassesThatHaveRows) {
  ASSERT_OK_AND_ASSIGN(const Partition partition,
                       PartitionPathologically({.classes_per_client = 1}, 2,
                                               {3, 900, 3, 900}, 1));
  EXPECT_THAT(partition,
              testing::UnorderedElementsAre(testing::ElementsAre(0, 2),
                                            testing::ElementsAre(1, 3)));
}

TEST(PartitionPathologicallyTest, RefusesAClassThatNobodyHas) {
  EXPECT_THAT(PartitionPathologically({}, 3, Labels(7, 10), 1),
              StatusIs(kInvalid,
                       "3 clients of 2 classes each leave some of the 7 "
                       "classes to nobody; there must be at least 4 clients, "
                       "or more classes_per_client"));
}

TEST(PartitionPathologicallyTest, RefusesAClassWithFewerRowsThanClients) {
  // both classes for all three
  EXPECT_THAT(
      PartitionPathologically({}, 3, {0, 0, 0, 5, 5}, 1),
      StatusIs(kInvalid, HasSubstr("class 5 must have a row for each of the 3 "
                                   "clients that are to have it; it has 2")));
}

TEST(PartitionPathologicallyTest, RefusesWhatCannotBe) {
  EXPECT_THAT(
      PartitionPathologically({.classes_per_client = 3}, 2, Labels(2, 9), 1),
      StatusIs(kInvalid,
               "'classes_per_client' must be from 1 to the number of classes, "
               "2; got 3"));
  EXPECT_THAT(
      PartitionPathologically({.classes_per_client = 0}, 2, Labels(2, 9), 1),
      StatusIs(kInvalid, HasSubstr("got 0")));
  EXPECT_THAT(PartitionPathologically({}, 0, Labels(2, 9), 1),
              StatusIs(kInvalid, HasSubstr("'clients' must be >= 1")));
  EXPECT_THAT(PartitionPathologically({}, 1, {0, -4}, 1),
              StatusIs(kInvalid, HasSubstr("that of row 1 is -4")));
}

}  // namespace
}  // namespace flow::federated
