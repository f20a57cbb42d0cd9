#include "flowlang/lower/catch_exceptions.h"

#include <exception>
#include <new>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "c10/util/Exception.h"

namespace flow::lang {

absl::Status CatchExceptions(absl::FunctionRef<absl::Status()> work) {
  try {
    return work();
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    return absl::InternalError(
        std::vector<std::string>(absl::StrSplit(what, '\n'))[0]);
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError("out of memory");
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

}  // namespace flow::lang
