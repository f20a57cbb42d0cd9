#include "federated/exchange/add_mask.h"

#include <algorithm>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/kernels/dispatch_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using testing::Each;

TEST(AddMaskTest, AddsTheWordsOfRowRandom) {
  core::ForEachInstructionSet([] {
    for (const int64_t size : {0, 1, 2, 5, 8, 31, 200}) {
      std::vector<uint64_t> plus(size + 1, 10), minus(size + 1, 10);
      AddMask(77, MaskSign::kPlus, absl::MakeSpan(plus).first(size));
      AddMask(77, MaskSign::kMinus, absl::MakeSpan(minus).first(size));
      for (int64_t p = 0; p < size; ++p) {
        RowRandom row(77, p / 2);
        if (p % 2 == 1) row.Uint64();
        const uint64_t mask = row.Uint64();
        ASSERT_EQ(plus[p], 10 + mask) << p << " of " << size;
        ASSERT_EQ(minus[p], 10 - mask) << p << " of " << size;
      }
      ASSERT_EQ(plus[size], 10) << "behind the words";
      ASSERT_EQ(minus[size], 10) << "behind the words";
    }
  });
}

TEST(AddMaskTest, WhatIsAddedIsTakenAway) {
  std::vector<uint64_t> words(1001, 3);
  AddMask(1, MaskSign::kPlus, absl::MakeSpan(words));
  EXPECT_EQ(std::count(words.begin(), words.end(), 3), 0);
  AddMask(2, MaskSign::kMinus, absl::MakeSpan(words));
  AddMask(1, MaskSign::kMinus, absl::MakeSpan(words));
  AddMask(2, MaskSign::kPlus, absl::MakeSpan(words));
  EXPECT_THAT(words, Each(3));
}

}  // namespace
}  // namespace flow::federated
