#include "datasets/tabular_facts.h"

#include "core/base/check.h"

namespace flow::datasets {

TabularFacts FactsOf(TabularOptions::Name name) {
  switch (name) {
    case TabularOptions::Name::kPower:
      return {"POWER", 6, {"data.npy"}};
    case TabularOptions::Name::kGas:
      return {"GAS", 8, {"ethylene_CO.npy"}};
    case TabularOptions::Name::kHepmass:
      return {"HEPMASS", 21, {"1000_train.csv", "1000_test.csv"}};
    case TabularOptions::Name::kMiniboone:
      return {"MINIBOONE", 43, {"data.npy"}};
    case TabularOptions::Name::kBsds300:
      return {"BSDS300", 63, {"BSDS300.npz"}};
  }
  FLOW_CHECK(false) << "no such data set";
  return {};
}

}  // namespace flow::datasets
