#include "flowlang/compare/json_fields.h"

#include <limits>

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using nlohmann::json;

TEST(JsonFieldsTest, AbsentNullAndMistypedReadAsAbsent) {
  const json object = {{"null", nullptr}, {"text", "a"}, {"number", 1.5}};
  for (const char* name : {"absent", "null", "text"}) {
    EXPECT_EQ(NumberField(object, name), std::nullopt) << name;
  }
  EXPECT_EQ(NumberField(object, "number"), 1.5);
  EXPECT_EQ(IntegerField(object, "number"), std::nullopt);
  EXPECT_EQ(TextField(object, "number"), "");
  EXPECT_EQ(TextField(object, "text"), "a");
  EXPECT_EQ(BoolField(object, "text"), std::nullopt);
  EXPECT_EQ(ArrayField(object, "text"), json::array());
  EXPECT_EQ(ObjectField(object, "text"), json::object());
  EXPECT_EQ(NumberField(json(3), "text"), std::nullopt);
}

TEST(JsonFieldsTest, NumbersThatAreNotFiniteAreNull) {
  EXPECT_EQ(NumberOrNull(2.0), json(2.0));
  EXPECT_EQ(NumberOrNull(std::nullopt), json(nullptr));
  EXPECT_EQ(NumberOrNull(std::numeric_limits<double>::quiet_NaN()),
            json(nullptr));
}

TEST(ParseJsonObjectTest, NamesTheFileThatIsBroken) {
  EXPECT_THAT(ParseJsonObject("{\"a\": ", "x/result.json"),
              StatusIs(absl::StatusCode::kDataLoss,
                       testing::HasSubstr("x/result.json must be one JSON")));
  EXPECT_THAT(ParseJsonObject("[1]", "y"),
              StatusIs(absl::StatusCode::kDataLoss,
                       testing::HasSubstr("something else")));
  EXPECT_OK(ParseJsonObject("{}", "z"));
}

}  // namespace
}  // namespace flow::lang
