#include "datasets/tabular_facts.h"

#include "core/base/check.h"

namespace flow::datasets {

TabularFacts FactsOf(TabularOptions::Name name) {
  switch (name) {
    case TabularOptions::Name::kPower:
      return {"POWER", 6};
    case TabularOptions::Name::kGas:
      return {"GAS", 8};
    case TabularOptions::Name::kHepmass:
      return {"HEPMASS", 21};
    case TabularOptions::Name::kMiniboone:
      return {"MINIBOONE", 43};
    case TabularOptions::Name::kBsds300:
      return {"BSDS300", 63};
  }
  FLOW_CHECK(false) << "no such data set";
  return {};
}

}  // namespace flow::datasets
