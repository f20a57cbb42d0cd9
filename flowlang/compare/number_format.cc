#include "flowlang/compare/number_format.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

namespace flow::lang {
namespace {

// A number that fixed notation would hide or stretch.
bool NeedsExponent(double value, std::optional<double> spread) {
  const double size = std::abs(value);
  const double shown = spread.value_or(0) > 0 ? *spread : size;
  return size >= 1e7 || (shown > 0 && shown < 1e-6);
}

bool HasSpread(std::optional<double> spread) {
  return spread.has_value() && std::isfinite(*spread);
}

}  // namespace

int DecimalsFor(double value, std::optional<double> spread) {
  const bool use_spread = HasSpread(spread) && *spread > 0;
  const double leading = use_spread ? *spread : std::abs(value);
  const int digits = use_spread ? 2 : 4;
  if (!(leading > 0) || !std::isfinite(leading)) return digits - 1;
  const int exponent = static_cast<int>(std::floor(std::log10(leading)));
  return std::clamp(digits - 1 - exponent, 0, 9);
}

std::string FormatWithSpread(double value, std::optional<double> spread) {
  if (!std::isfinite(value)) return absl::StrFormat("%g", value);
  if (NeedsExponent(value, spread)) {
    const std::string text = absl::StrFormat("%.3g", value);
    return HasSpread(spread) ? text + absl::StrFormat(" ± %.2g", *spread)
                             : text;
  }
  const int decimals = DecimalsFor(value, spread);
  const std::string text = absl::StrFormat("%.*f", decimals, value);
  return HasSpread(spread)
             ? text + absl::StrFormat(" ± %.*f", decimals, *spread)
             : text;
}

std::string FormatInterval(const core::Interval& interval,
                           std::optional<double> spread) {
  const double middle = 0.5 * (interval.low + interval.high);
  if (NeedsExponent(middle, spread)) {
    return absl::StrFormat("[%.3g, %.3g]", interval.low, interval.high);
  }
  const int decimals = DecimalsFor(middle, spread);
  return absl::StrFormat("[%.*f, %.*f]", decimals, interval.low, decimals,
                         interval.high);
}

}  // namespace flow::lang
