#include "datasets/digits.h"

#include <algorithm>
#include <iterator>

namespace flow::datasets {
namespace {

constexpr int64_t kColumns = kDigitsDim + 1;  // the last one is the label

// one line a digit: the csv file is a C initialiser once its lines end in
// commas
constexpr uint8_t kTable[] = {
#include "datasets/digits_table.inc"
};

static_assert(sizeof(kTable) == kDigitsRows * kColumns);

}  // namespace

PointTable Digits() {
  PointTable table{
      .rows = kDigitsRows, .dim = kDigitsDim, .num_classes = kDigitsClasses};
  table.x.reserve(kDigitsRows * kDigitsDim);
  for (int64_t i = 0; i < kDigitsRows; ++i) {
    const uint8_t* row = kTable + i * kColumns;
    std::transform(row, row + kDigitsDim, std::back_inserter(table.x),
                   [](uint8_t p) { return p / 8.0f - 1; });
    table.label.push_back(row[kDigitsDim]);
  }
  return table;
}

}  // namespace flow::datasets
