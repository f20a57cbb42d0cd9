#include "flowlang/compile/inspect_weights.h"

#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/safetensors.h"
#include "flowlang/plan/defaults.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using core::MakeArray;
using core::NamedArray;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

NamedArray Zeros(const std::string& name, const std::vector<int64_t>& shape) {
  int64_t numbers = 1;
  for (const int64_t n : shape) numbers *= n;
  return {name, MakeArray<float>(shape, std::vector<float>(numbers))};
}

// The weights of a perceptron of one hidden layer of three, in two dimensions.
std::vector<NamedArray> Sound() {
  return {Zeros("layers.0.weight", {3, 3}), Zeros("layers.0.bias", {3}),
          Zeros("layers.1.weight", {2, 3}), Zeros("layers.1.bias", {2})};
}

std::optional<std::string> Inspect(const std::vector<NamedArray>& arrays,
                                   DiagnosticSink* sink,
                                   std::string* path = nullptr) {
  const std::string file = JoinPath(testing::TempDir(), "weights.safetensors");
  EXPECT_OK(core::WriteSafetensors(file, arrays, {}));
  Experiment experiment;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "model { mlp { hidden: [3] } } "
      "fine_tuning { weights: 'weights.safetensors' }",
      &experiment));
  FillDefaults(&experiment);
  const SourceText text(JoinPath(testing::TempDir(), "a.textproto"), "");
  LocationMap locations;
  locations.SetRoot({{&text, 0, 0}, {&text, 0, 0}});
  const auto found = InspectWeights(locations, 2, &experiment, sink);
  if (path != nullptr) *path = experiment.fine_tuning().weights();
  return found;
}

TEST(InspectWeightsTest, AFileIsKnownByItsContent) {
  DiagnosticSink sink;
  std::string path;
  const auto first = Inspect(Sound(), &sink, &path);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(path, JoinPath(testing::TempDir(), "weights.safetensors"));
  EXPECT_EQ(Inspect(Sound(), &sink), first);
  std::vector<NamedArray> others = Sound();
  others[1].array = MakeArray<float>({3}, {0, 0, 1});
  const auto second = Inspect(others, &sink);
  ASSERT_TRUE(second.has_value());
  EXPECT_NE(second, first);
  EXPECT_FALSE(sink.has_errors());
}

TEST(InspectWeightsTest, NoFileNoContent) {
  DiagnosticSink sink;
  Experiment experiment;
  EXPECT_EQ(InspectWeights(LocationMap(), 2, &experiment, &sink), "");
  EXPECT_FALSE(experiment.has_fine_tuning());
}

TEST(InspectWeightsTest, ItMustBeThatOfTheNetwork) {
  std::vector<NamedArray> missing = Sound(), wide = Sound(), more = Sound(),
                          half = Sound();
  missing.erase(missing.begin() + 3);
  wide[0] = Zeros("layers.0.weight", {4, 3});
  more.push_back(Zeros("layers.2.bias", {2}));
  half[2].array =
      MakeArray<double>({2, 3}, std::vector<double>{0, 0, 0, 0, 0, 0});
  for (const auto& [arrays, message] : {
           std::pair(missing, "has no 'layers.1.bias'"),
           std::pair(wide,
                     "'layers.0.weight' of shape [4, 3], and the network of "
                     "[3, 3]"),
           std::pair(more, "has 'layers.2.bias', which the network has not"),
           std::pair(half, "'layers.1.weight' as float64"),
       }) {
    DiagnosticSink sink;
    EXPECT_FALSE(Inspect(arrays, &sink).has_value()) << message;
    EXPECT_THAT(
        sink.Sorted(),
        ElementsAre(AllOf(Field(&Diagnostic::code, Code::kWrongType),
                          Field(&Diagnostic::message, HasSubstr(message)))));
  }
}

}  // namespace
}  // namespace flow::lang
