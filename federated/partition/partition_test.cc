#include "federated/partition/partition.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;

constexpr int64_t kClients = 4, kRows = 203;

// eight classes, or components, or four ids
std::vector<int64_t> LabelsFor(const PartitionOptions& options) {
  const int64_t values = std::holds_alternative<ByColumn>(options) ? 4 : 8;
  std::vector<int64_t> labels(kRows);
  for (int64_t k = 0; k < kRows; ++k) labels[k] = k * k % 23 % values;
  return labels;
}

std::vector<PartitionOptions> DrawnKinds() {
  return {Iid{},
          Dirichlet{.alpha = 1},
          Shards{},
          Pathological{},
          Quantity{},
          Quantity{.law = QuantityLaw::kSquare},
          Quantity{.law = QuantityLaw::kExponential},
          Quantity{.law = QuantityLaw::kLogNormal}};
}

std::vector<PartitionOptions> FixedKinds() {
  const std::string path = JoinPath(testing::TempDir(), "fixed.csv");
  std::string content;
  for (int64_t k = 0; k < kRows; ++k) content += k % 7 < 3 ? "0\n" : "3\n";
  content.replace(0, 4, "1\n2\n");
  EXPECT_OK(WriteFileAtomically(path, content));
  return {ByLabel{}, ByComponent{}, ByColumn{"id"}, FromFile{path}};
}

void ExpectIsAPartition(const Partition& partition) {
  ASSERT_EQ(partition.size(), kClients);
  for (const auto& rows : partition) {
    EXPECT_FALSE(rows.empty());
    EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
  }
  // disjoint and covering
  ASSERT_OK_AND_ASSIGN(const auto client_of_row, ClientOfRow(partition));
  EXPECT_EQ(client_of_row.size(), kRows);
}

TEST(MakePartitionTest, OfADrawnKindIsAPartitionOfItsSeed) {
  for (const PartitionOptions& options : DrawnKinds()) {
    SCOPED_TRACE(options.index());
    const std::vector<int64_t> labels = LabelsFor(options);
    ASSERT_OK_AND_ASSIGN(const Partition partition,
                         MakePartition(options, kClients, labels, 1));
    ExpectIsAPartition(partition);
    EXPECT_THAT(MakePartition(options, kClients, labels, 1),
                IsOkAndHolds(partition));
    EXPECT_THAT(MakePartition(options, kClients, labels, 2),
                IsOkAndHolds(testing::Ne(partition)));
  }
}

TEST(MakePartitionTest, OfAFixedKindIsAPartitionWhateverTheSeed) {
  for (const PartitionOptions& options : FixedKinds()) {
    SCOPED_TRACE(options.index());
    const std::vector<int64_t> labels = LabelsFor(options);
    ASSERT_OK_AND_ASSIGN(const Partition partition,
                         MakePartition(options, kClients, labels, 1));
    ExpectIsAPartition(partition);
    EXPECT_THAT(MakePartition(options, kClients, labels, 2),
                IsOkAndHolds(partition));
  }
}

TEST(MakePartitionTest, TheKindsThatCountRowsNeedNoLabels) {
  const PartitionOptions file = FixedKinds().back();
  for (const PartitionOptions& options :
       {PartitionOptions(Iid{}), PartitionOptions(Quantity{}), file}) {
    SCOPED_TRACE(options.index());
    ASSERT_OK_AND_ASSIGN(
        const Partition partition,
        MakePartition(options, kClients, LabelsFor(options), 1));
    EXPECT_THAT(MakePartition(options, kClients, kRows, 1),
                IsOkAndHolds(partition));
  }
}

TEST(MakePartitionTest, TheOthersSayWhatTheyNeed) {
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  for (const PartitionOptions& options :
       {PartitionOptions(ByLabel{}), PartitionOptions(Dirichlet{.alpha = 1}),
        PartitionOptions(Shards{}), PartitionOptions(Pathological{})}) {
    EXPECT_THAT(MakePartition(options, kClients, kRows, 1),
                StatusIs(kInvalid, HasSubstr("needs the class of each row")));
  }
  EXPECT_THAT(MakePartition(ByComponent{}, kClients, kRows, 1),
              StatusIs(kInvalid,
                       "a partition 'by_component' needs the component of "
                       "each row"));
  EXPECT_THAT(MakePartition(ByColumn{"user"}, kClients, kRows, 1),
              StatusIs(kInvalid,
                       "a partition 'by_column' needs the value of 'user' of "
                       "each row"));
}

TEST(MakePartitionTest, ReportsTheErrorsOfTheKinds) {
  for (const PartitionOptions& options : DrawnKinds()) {
    EXPECT_THAT(MakePartition(options, 0, LabelsFor(options), 1),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         "'clients' must be >= 1; got 0"));
  }
}

}  // namespace
}  // namespace flow::federated
