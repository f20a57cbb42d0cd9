#include "flowlang/cli/warning_printer.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::lang {

WarningPrinter::WarningPrinter(std::string who) : who_(std::move(who)) {}

void WarningPrinter::OnWarning(absl::string_view stage,
                               absl::string_view text) {
  std::fputs(absl::StrCat(who_, ": warning: ", stage, ": ", text, "\n").c_str(),
             stderr);
}

}  // namespace flow::lang
