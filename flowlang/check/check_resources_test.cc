#include "flowlang/check/check_resources.h"

#include <gtest/gtest.h>

#include "flowlang/diag/diag_testing.h"
#include "flowlang/parse/parser.h"
#include "flowlang/plan/defaults.h"

namespace flow::lang {
namespace {

class CheckResourcesTest : public DiagnosticTest {
 protected:
  void Check(double machine_bytes) {
    ASSERT_TRUE(ParseTextproto(source_, &experiment_, &locations_, sink()));
    FillDefaults(&experiment_);
    CheckFitsIn(machine_bytes,
                {experiment_, locations_, {.dim = 2}, {.dim = 2}}, sink());
  }

  // 4.3e9 parameters in the middle, of 16 bytes with Adam
  SourceText source_{"a.textproto",
                     "model { mlp { hidden: [65536, 65536] } }\n"
                     "train { batch: 1 }\n"
                     "evaluate { samples: 1000000 }\n"};
  Experiment experiment_;
  LocationMap locations_;
};

TEST_F(CheckResourcesTest, SaysNothingWhereItFits) { Check(100e9); }

TEST_F(CheckResourcesTest, WarnsOfTraining) {
  Check(32e9);
  TakeWarning(Code::kOutOfRange,
              "training takes about 68.7 GB of memory, and this machine has 32 "
              "GB");
}

TEST_F(CheckResourcesTest, WarnsOfPoints) {
  Check(1e6);
  TakeWarning(Code::kOutOfRange, "training takes");
  TakeWarning(Code::kOutOfRange,
              "the points of a protocol take about 24 MB of memory");
}

}  // namespace
}  // namespace flow::lang
