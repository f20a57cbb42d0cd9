#include "flowlang/lower/weights_file.h"

#include <string>
#include <vector>

#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/nn/make_network.h"
#include "flowlang/lower/lower_testing.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(WeightsFileTest, NamesValuesAndMetadataComeBack) {
  const std::string path = FreshPath("round_trip.safetensors");
  const at::Tensor weight = at::arange(6, at::kFloat).view({2, 3});
  const at::Tensor moment = at::arange(3, at::kDouble);
  const at::Tensor step = at::full({}, 7, at::kLong);
  ASSERT_OK(WriteTensors(
      path, {{"weight", weight}, {"moment", moment}, {"step", step}},
      {{"stage_hash", "abc"}}));
  ASSERT_OK_AND_ASSIGN(const TensorFile read, ReadTensors(path));
  EXPECT_THAT(read.metadata, ElementsAre(Pair("stage_hash", "abc")));
  ASSERT_EQ(read.tensors.size(), 3u);
  for (const core::NamedTensor& t : read.tensors) {
    const at::Tensor& expected = t.name == "weight"   ? weight
                                 : t.name == "moment" ? moment
                                                      : step;
    EXPECT_EQ(t.value.dtype(), expected.dtype()) << t.name;
    EXPECT_TRUE(t.value.equal(expected)) << t.name;
  }
}

TEST(WeightsFileTest, ANetworkHasPyTorchsNamesAndLayoutsInOrder) {
  const std::string path = FreshPath("network.safetensors");
  const auto network =
      core::MakeNetwork(core::MlpOptions{.dim = 2, .hidden = {8, 5}});
  const core::Parameters initial = network->Initialize(1);
  ASSERT_OK(WriteTensors(path, initial, {}));
  ASSERT_OK_AND_ASSIGN(const core::Safetensors file,
                       core::ReadSafetensors(path));
  EXPECT_THAT(file.metadata, IsEmpty());
  std::vector<std::string> names;
  for (const core::NamedArray& a : file.arrays) names.push_back(a.name);
  EXPECT_THAT(names,
              ElementsAre("layers.0.weight", "layers.0.bias", "layers.1.weight",
                          "layers.1.bias", "layers.2.weight", "layers.2.bias"));
  // [out, in], with the time behind the two coordinates
  EXPECT_THAT(file.arrays[0].array.shape, ElementsAre(8, 3));
  EXPECT_THAT(file.arrays[1].array.shape, ElementsAre(8));
  EXPECT_THAT(file.arrays[2].array.shape, ElementsAre(5, 8));
  EXPECT_THAT(file.arrays[4].array.shape, ElementsAre(2, 5));
  ASSERT_OK_AND_ASSIGN(const std::vector<float> values,
                       core::Values<float>(file.arrays[0].array));
  EXPECT_EQ(values[3 * 4 + 1], initial[0].value[4][1].item<float>());
}

TEST(WeightsFileTest, ATransposedTensorIsWrittenRowByRow) {
  const std::string path = FreshPath("transposed.safetensors");
  const at::Tensor weight = at::arange(6, at::kFloat).view({2, 3}).t();
  ASSERT_OK(WriteTensors(path, {{"weight", weight}}, {}));
  ASSERT_OK_AND_ASSIGN(const core::Safetensors file,
                       core::ReadSafetensors(path));
  EXPECT_THAT(core::Values<float>(file.arrays[0].array),
              IsOkAndHolds(ElementsAre(0, 3, 1, 4, 2, 5)));
}

TEST(WeightsFileTest, ErrorsNameThePath) {
  const std::string path = FreshPath("broken.safetensors");
  EXPECT_THAT(ReadTensors(path).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(path)));
  ASSERT_OK(WriteTensors(path, {{"w", at::arange(4, at::kFloat)}}, {}));
  std::string content = Content(path);
  content.back() ^= 1;
  ASSERT_OK(WriteFileAtomically(path, content));
  EXPECT_THAT(ReadTensors(path).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(path)));
}

}  // namespace
}  // namespace flow::lang
