#ifndef FLOWLANG_PLAN_HUMAN_NUMBER_H_
#define FLOWLANG_PLAN_HUMAN_NUMBER_H_

#include <string>

namespace flow::lang {

/// Three digits and a prefix: "1.23 MB".
std::string HumanNumber(double value, const char* unit);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_HUMAN_NUMBER_H_
