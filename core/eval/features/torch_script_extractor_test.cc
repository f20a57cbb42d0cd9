#include "core/eval/features/torch_script_extractor.h"

#include <memory>
#include <string>

#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "ATen/ops/ones.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/tensor/random_tensor.h"
#include "torch/script.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// The means of an image's channels, and the corner of the first.
constexpr char kMeans[] = R"(
def forward(self, x):
    return torch.cat([x.mean([2, 3]), x[:, 0, 0, 0:1]], 1)
)";

std::string FileOf(const char* name, const char* code) {
  torch::jit::Module module("network");
  module.define(code);
  const std::string path =
      absl::StrCat(testing::TempDir(), "/features_", name, ".pt");
  module.save(path);
  return path;
}

class TorchScriptExtractorTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<TorchScriptExtractor>> Load(
      const std::string& path, PixelRange range = PixelRange::kBytes) {
    return TorchScriptExtractor::Create(
        {.path = path, .name = "means", .resize = "none", .range = range},
        {3, 4, 5}, at::kCPU, &pool_);
  }

  TestingPool pool_{2};
};

at::Tensor RandomLevels(Seed seed, int64_t images) {
  return (NormalTensor(seed, images, 60) * 60 + 128)
      .clamp(0, 255)
      .to(at::kByte)
      .view({images, 3, 4, 5});
}

// More images than two tiles.
TEST_F(TorchScriptExtractorTest, MakesTheFeaturesOfTheModule) {
  ASSERT_OK_AND_ASSIGN(const auto extractor, Load(FileOf("means", kMeans)));
  EXPECT_EQ(extractor->width(), 4);
  EXPECT_EQ(extractor->classes(), 0);
  const at::Tensor levels_bchw = RandomLevels(1, 150);
  ASSERT_OK_AND_ASSIGN(const ImageFeatures features,
                       extractor->Features(levels_bchw));
  const at::Tensor& feature_bf = features.feature_nf;
  EXPECT_FALSE(features.logit_nk.defined());
  const at::Tensor x_bchw = levels_bchw.to(at::kFloat);
  EXPECT_TRUE(feature_bf.allclose(
      at::concat({x_bchw.mean({2, 3}),
                  x_bchw.select(1, 0).select(1, 0).narrow(1, 0, 1)},
                 1),
      1e-6, 1e-4));
  EXPECT_FALSE(feature_bf.requires_grad());
}

TEST_F(TorchScriptExtractorTest, TakesTheLogitsOfAClassifier) {
  ASSERT_OK_AND_ASSIGN(const auto extractor, Load(FileOf("classes", R"(
def forward(self, x):
    return (x.mean([2, 3]), x.mean([1, 2]))
)")));
  EXPECT_EQ(extractor->width(), 3);
  EXPECT_EQ(extractor->classes(), 5);
  const at::Tensor levels_bchw = RandomLevels(3, 70);
  ASSERT_OK_AND_ASSIGN(const ImageFeatures features,
                       extractor->Features(levels_bchw));
  EXPECT_TRUE(features.logit_nk.allclose(
      levels_bchw.to(at::kFloat).mean({1, 2}), 1e-6, 1e-4));
}

TEST_F(TorchScriptExtractorTest, GivesAnImageItsFeaturesInAnyCompany) {
  ASSERT_OK_AND_ASSIGN(const auto extractor, Load(FileOf("company", kMeans)));
  const at::Tensor levels_bchw = RandomLevels(2, 70);
  ASSERT_OK_AND_ASSIGN(const ImageFeatures features,
                       extractor->Features(levels_bchw));
  for (const int64_t i : {0, 63, 64, 69}) {
    ASSERT_OK_AND_ASSIGN(const ImageFeatures alone,
                         extractor->Features(levels_bchw.narrow(0, i, 1)));
    EXPECT_TRUE(alone.feature_nf[0].equal(features.feature_nf[i])) << i;
  }
}

TEST_F(TorchScriptExtractorTest, QuantisesAndScales) {
  const std::string path = FileOf("ranges", kMeans);
  // 127.5 * 0.3 + 128 = 166.25 is level 166
  const at::Tensor x_bchw = at::full({1, 3, 4, 5}, 0.3);
  const auto corner = [&](PixelRange range) {
    return (*Load(path, range))
        ->Features(x_bchw)
        .value()
        .feature_nf[0][3]
        .item<float>();
  };
  EXPECT_EQ(corner(PixelRange::kBytes), 166);
  EXPECT_FLOAT_EQ(corner(PixelRange::kUnit), 166 / 255.f);
  EXPECT_FLOAT_EQ(corner(PixelRange::kSigned), 166 / 127.5f - 1);
}

TEST_F(TorchScriptExtractorTest, SaysWhatItsFeaturesAre) {
  ASSERT_OK_AND_ASSIGN(const auto extractor,
                       Load(FileOf("label", kMeans), PixelRange::kUnit));
  const std::string label = FeatureLabel(*extractor);
  EXPECT_THAT(label, testing::MatchesRegex(
                         "means \\([0-9a-f]{8}\\), 4 features; resize: none; "
                         "range: \\[0, 1\\]; quantised: clip\\(127.5 x \\+ "
                         "128, 0, 255\\)"));
  // another network of that name is another one
  ASSERT_OK_AND_ASSIGN(
      const auto other,
      Load(FileOf("label2", "def forward(self, x):\n    return x[:, 0, 0]\n"),
           PixelRange::kUnit));
  EXPECT_NE(FeatureLabel(*other).substr(0, 16), label.substr(0, 16));
}

TEST_F(TorchScriptExtractorTest, NamesAFileThatIsNoModule) {
  EXPECT_THAT(
      Load("/nowhere/network.pt"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("/nowhere/network.pt")));
  const std::string text = absl::StrCat(testing::TempDir(), "/text.pt");
  ASSERT_OK(WriteFileAtomically(text, "these are no weights"));
  EXPECT_THAT(Load(text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("text.pt' is no TorchScript file: "))));
}

TEST_F(TorchScriptExtractorTest, RefusesAModuleThatMakesNoFeatures) {
  EXPECT_THAT(
      Load(FileOf("images", "def forward(self, x):\n    return x\n")),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("features_images.pt' must make features"),
                     HasSubstr("got Float [64, 3, 4, 5]"))));
  EXPECT_THAT(
      Load(FileOf("three", "def forward(self, x):\n    return (x, x, x)\n")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("got Tuple")));
  EXPECT_THAT(
      Load(FileOf("logits",
                  "def forward(self, x):\n    return (x.flatten(1), x)\n")),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("got Float [64, 3, 4, 5]")));
  EXPECT_THAT(
      Load(FileOf("one_row",
                  "def forward(self, x):\n    return x.flatten(1)[0:1]\n")),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("got Float [1, 60]")));
  EXPECT_THAT(
      Load(FileOf("wrong_size",
                  "def forward(self, x):\n    return x.view([64, 7, 7])\n")),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("features_wrong_size.pt' fails on images Byte "
                               "[64, 3, 4, 5]: "),
                     HasSubstr("shape '[64, 7, 7]' is invalid"))));
}

TEST_F(TorchScriptExtractorTest, RefusesImagesOfAnotherShape) {
  ASSERT_OK_AND_ASSIGN(const auto extractor, Load(FileOf("shape", kMeans)));
  EXPECT_THAT(extractor->Features(at::ones({2, 3, 5, 4})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "images must be [B, 3, 4, 5]; got Byte [2, 3, 5, 4]"));
  EXPECT_THAT(extractor->Features(at::ones({3, 4, 5})),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Fails on the second tile alone, in a thread of the pool.
TEST_F(TorchScriptExtractorTest, ReportsWhatATileDoes) {
  ASSERT_OK_AND_ASSIGN(const auto extractor, Load(FileOf("late", R"(
def forward(self, x):
    if bool(x.max() > 200):
        return x.flatten(1)[:, 0:2]
    return x.flatten(1)[:, 0:3] / (x.max() - 7)
)")));
  const at::Tensor dark_bchw = at::full({64, 3, 4, 5}, 9, at::kByte);
  EXPECT_OK(extractor->Features(dark_bchw));
  EXPECT_THAT(extractor->Features(at::concat({dark_bchw, dark_bchw + 200})),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("got Float [64, 2]")));
  EXPECT_THAT(extractor->Features(dark_bchw - 2),
              StatusIs(absl::StatusCode::kOutOfRange,
                       "'features' must be finite; row 0 is not"));
}

}  // namespace
}  // namespace flow::core
