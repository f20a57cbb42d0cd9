#include "flowlang/lower/pool_files.h"

#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/tensor/random_tensor.h"
#include "flowlang/lower/lower_testing.h"

namespace flow::lang {
namespace {

using testing::HasSubstr;

const Stage kStage = {.name = "push_block_1", .hash = "abc"};

TEST(PoolFilesTest, APartComesBack) {
  const std::string path = FreshPath("part.safetensors");
  const PoolPart part = {core::NormalTensor(1, 7, 3),
                         at::full({7}, 12, at::kLong)};
  ASSERT_OK(WritePoolPart(path, part, {.points = 7}, kStage));
  ASSERT_OK_AND_ASSIGN(const PoolPart read, MapPoolPart(path, kStage));
  EXPECT_TRUE(read.x_nd.equal(part.x_nd));
  EXPECT_TRUE(read.evaluations_n.equal(part.evaluations_n));
}

TEST(PoolFilesTest, HalvesAreWhatHalfPrecisionHolds) {
  const std::string path = FreshPath("half.safetensors");
  const at::Tensor x_nd = core::NormalTensor(1, 7, 3);
  ASSERT_OK(
      WritePoolPart(path, {x_nd, {}}, {.points = 7, .half = true}, kStage));
  ASSERT_OK_AND_ASSIGN(const PoolPart read, MapPoolPart(path, kStage));
  EXPECT_TRUE(read.x_nd.equal(x_nd.to(at::kHalf)));
  EXPECT_FALSE(read.evaluations_n.defined());
}

TEST(PoolFilesTest, WhatHalfPrecisionCannotHoldIsRefused) {
  EXPECT_THAT(
      WritePoolPart(FreshPath("far.safetensors"), {at::full({1, 1}, 7e4), {}},
                    {.points = 1, .half = true}, kStage),
      StatusIs(absl::StatusCode::kOutOfRange,
               HasSubstr("a point lies beyond 65504")));
}

TEST(PoolFilesTest, FilesThatAreNotThere) {
  EXPECT_THAT(MapPoolPart(FreshPath("none.safetensors"), kStage),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(PoolFilesTest, CorruptFilesAreNamed) {
  const std::string path = FreshPath("corrupt.safetensors");
  const PoolPart part = {core::NormalTensor(1, 7, 3), {}};
  ASSERT_OK(WritePoolPart(path, part, {.points = 7}, kStage));
  std::string content = Content(path);
  content.back() ^= 1;
  ASSERT_OK(WriteFileAtomically(path, content));
  EXPECT_THAT(MapPoolPart(path, kStage),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("the checksum does not match")));
  for (const char* shorter : {"", "half"}) {
    ASSERT_OK(WriteFileAtomically(path, shorter));
    EXPECT_THAT(MapPoolPart(path, kStage),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(path)));
  }
}

TEST(PoolFilesTest, PointsOfAnotherStageAreRefused) {
  const std::string path = FreshPath("other.safetensors");
  const PoolPart part = {core::NormalTensor(1, 7, 3), {}};
  ASSERT_OK(WritePoolPart(path, part, {.points = 7}, kStage));
  EXPECT_THAT(MapPoolPart(path, {.name = "push_block_1", .hash = "xyz"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace flow::lang
