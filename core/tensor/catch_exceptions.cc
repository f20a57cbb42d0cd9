#include "core/tensor/catch_exceptions.h"

#include <new>
#include <string>

#include "c10/util/Exception.h"

namespace flow::core {

absl::Status StatusOf(const std::exception& thrown) {
  if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) {
    return absl::ResourceExhaustedError("out of memory");
  }
  const auto* const error = dynamic_cast<const c10::Error*>(&thrown);
  const std::string text =
      error != nullptr ? error->what_without_backtrace() : thrown.what();
  return absl::InternalError(text.substr(0, text.find('\n')));
}

}  // namespace flow::core
