#ifndef CORE_PROCESSES_GLOO_OPTIONS_H_
#define CORE_PROCESSES_GLOO_OPTIONS_H_

#include <cstdlib>
#include <string>

#include "absl/time/time.h"
#include "core/processes/c10d_status.h"
#include "torch/csrc/distributed/c10d/ProcessGroupGloo.hpp"

namespace flow::core {

/// How a process group over Gloo (TCP) is opened: at `address` of this machine,
/// or at the interface that the variable GLOO_SOCKET_IFNAME names, which comes
/// before it as elsewhere in c10d. `timeout` is that of opening it and, where
/// none is given, of what it does. May throw as c10d does.
inline c10::intrusive_ptr<c10d::ProcessGroupGloo::Options> GlooOptions(
    const std::string& address, absl::Duration timeout) {
  using Group = c10d::ProcessGroupGloo;
  const char* const interface = std::getenv("GLOO_SOCKET_IFNAME");
  auto options = interface != nullptr && *interface != '\0'
                     ? Group::Options::create_default(C10dTimeout(timeout))
                     : Group::Options::create(C10dTimeout(timeout));
  if (options->devices.empty()) {
    options->devices = {Group::createDeviceForHostname(address)};
  }
  options->threads = 1;  // for collectives, of which one runs at a time
  return options;
}

}  // namespace flow::core

#endif  // CORE_PROCESSES_GLOO_OPTIONS_H_
