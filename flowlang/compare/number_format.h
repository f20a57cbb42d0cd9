#ifndef FLOWLANG_COMPARE_NUMBER_FORMAT_H_
#define FLOWLANG_COMPARE_NUMBER_FORMAT_H_

#include <optional>
#include <string>

#include "core/stats/bootstrap.h"

namespace flow::lang {

/// How many decimals make `spread` show two significant digits: 0.0213 -> 3.
/// At least 0, at most 9; 4 significant digits of `value` when the spread is
/// absent or zero.
int DecimalsFor(double value, std::optional<double> spread);

/// "0.312 ± 0.021", or "0.3121" without a spread; "1.2e-07 ± 3e-08" where nine
/// decimals do not show it; "nan" when it is.
std::string FormatWithSpread(double value, std::optional<double> spread);

/// "[0.295, 0.331]" with the decimals of a value of this spread.
std::string FormatInterval(const core::Interval& interval,
                           std::optional<double> spread);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_NUMBER_FORMAT_H_
