#ifndef FLOWLANG_RULES_NUMBER_TEXT_H_
#define FLOWLANG_RULES_NUMBER_TEXT_H_

#include <string>

namespace flow::lang {

/// A number as a person writes it: 1048576, 0.001, 1e-5 and not 1.04858e+06,
/// 1e-05. Reads back as the same double; "inf" and "nan" as the text format
/// has them.
std::string NumberText(double number);

}  // namespace flow::lang

#endif  // FLOWLANG_RULES_NUMBER_TEXT_H_
