#ifndef CORE_OT_CHEAPEST_COLUMNS_H_
#define CORE_OT_CHEAPEST_COLUMNS_H_

#include <cstdint>
#include <limits>
#include <vector>

#include "core/ot/column_prices.h"
#include "core/ot/cost_blocks.h"

namespace flow::core {

/// The column that a row pays the least for, c_ij + p_j, and the least that it
/// pays for any other: infinite when there is no other.
struct CheapestColumns {
  int32_t column = -1;
  double value = std::numeric_limits<double>::infinity();
  double second_value = std::numeric_limits<double>::infinity();
};

/// Finds the cheapest columns of a row, passing by the blocks whose bound is
/// too high. Not thread-safe: it owns the scratch memory.
class CheapestColumnSearch {
 public:
  /// Both must outlive this object; the prices may change in between.
  CheapestColumnSearch(const CostBlocks& costs, const ColumnPrices& prices);

  /// Of equal columns, the one met first, in an order that is a function of the
  /// costs and the prices. Needs a column.
  CheapestColumns Find(int32_t row);

  /// c_ij.
  double Cost(int32_t row, int32_t column);

  /// c_ij + p_j, the same to the last bit as Find() sees it.
  double Value(int32_t row, int32_t column) {
    return Cost(row, column) + prices_[column];
  }

 private:
  static constexpr int32_t kUnresolved = -1;

  // Merges the minima of the block's runs into best_.
  void Visit(int32_t row, int32_t block);
  // Names the column of best_, and merges the rest of its run.
  void Resolve(int32_t row);

  const CostBlocks& costs_;
  const ColumnPrices& prices_;
  CheapestColumns best_;
  int32_t best_run_ = 0;  // where the run begins that best_.value is from
  std::vector<double> bounds_;
  std::vector<double> scratch_;
};

}  // namespace flow::core

#endif  // CORE_OT_CHEAPEST_COLUMNS_H_
