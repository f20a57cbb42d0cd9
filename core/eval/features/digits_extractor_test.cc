#include "core/eval/features/digits_extractor.h"

#include "ATen/ops/ones.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "core/eval/features/digits_network.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

class DigitsExtractorTest : public testing::Test {
 protected:
  TestingPool pool_{2};
  DigitsExtractor extractor_{&pool_};
};

TEST_F(DigitsExtractorTest, IsTheNetworkOnGreyLevels) {
  const at::Tensor levels_bchw = (NormalTensor(1, 70, 64) * 60 + 128)
                                     .clamp(0, 255)
                                     .to(at::kByte)
                                     .view({70, 1, 8, 8});
  ASSERT_OK_AND_ASSIGN(const ImageFeatures features,
                       extractor_.Features(levels_bchw));
  const ImageFeatures expected = DigitsNetwork(
      DigitsNetworkWeights(), levels_bchw.to(at::kFloat) / 127.5 - 1);
  EXPECT_TRUE(features.feature_nf.allclose(expected.feature_nf, 1e-4, 1e-5));
  EXPECT_TRUE(features.logit_nk.allclose(expected.logit_nk, 1e-4, 1e-4));
}

TEST_F(DigitsExtractorTest, RefusesOtherImages) {
  EXPECT_THAT(extractor_.Features(at::ones({2, 3, 32, 32})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "images must be [B, 1, 8, 8]; got Byte [2, 3, 32, 32]"));
}

TEST_F(DigitsExtractorTest, SaysWhatItsFeaturesAre) {
  EXPECT_EQ(FeatureLabel(extractor_),
            absl::StrCat("flowlang's classifier of the digits (",
                         DigitsNetworkHash().substr(0, 8),
                         "), 32 features; resize: none; range: [-1, 1]; "
                         "quantised: clip(127.5 x + 128, 0, 255)"));
}

}  // namespace
}  // namespace flow::core
