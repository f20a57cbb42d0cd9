#include "flowlang/compile/sweep_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "flowlang/diag/diag_testing.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

class SweepPointsTest : public DiagnosticTest {
 protected:
  std::vector<std::string> Suffixes(const std::string& text) {
    const SourceText source("suite", text);
    const std::optional<LoadedSuite> loaded = LoadSuite(source, sink());
    std::vector<std::string> suffixes;
    for (const SweepPoint& point : SweepPoints(*loaded)) {
      suffixes.push_back(point.suffix);
      for (const Override& override : point.overrides) {
        EXPECT_EQ(override.field.text().substr(0, 1), "a") << "unquoted";
      }
    }
    return suffixes;
  }
};

TEST_F(SweepPointsTest, WithoutASweepThereIsOne) {
  EXPECT_THAT(Suffixes("name: 's'"), ElementsAre(""));
}

TEST_F(SweepPointsTest, AreAllCombinations) {
  EXPECT_THAT(Suffixes("sweep { field: 'a.b' values: ['1', '2'] } "
                       "sweep { field: 'a.c' values: ['x', 'y'] }"),
              ElementsAre(",b=1,c=x", ",b=1,c=y", ",b=2,c=x", ",b=2,c=y"));
}

TEST_F(SweepPointsTest, SayTheWholePathWhereTheLastNameIsNotEnough) {
  EXPECT_THAT(Suffixes("sweep { field: 'a.b.d' values: '1' } "
                       "sweep { field: 'a.c.d' values: '2' }"),
              ElementsAre(",a.b.d=1,a.c.d=2"));
}

TEST_F(SweepPointsTest, AreNoneWhereAFieldHasNoValues) {
  EXPECT_THAT(Suffixes("sweep { field: 'a.b' }"), ElementsAre());
}

}  // namespace
}  // namespace flow::lang
