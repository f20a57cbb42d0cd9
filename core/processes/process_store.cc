#include "core/processes/process_store.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/processes/c10d_status.h"
#include "core/processes/local_address.h"
#include "core/processes/time_left.h"
#include "torch/csrc/distributed/c10d/PrefixStore.hpp"
#include "torch/csrc/distributed/c10d/TCPStore.hpp"

namespace flow::core {

struct ProcessStore::Impl {
  c10::intrusive_ptr<c10d::TCPStore> tcp;
  c10::intrusive_ptr<c10d::Store> prefixed;
};

ProcessStore::ProcessStore(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
ProcessStore::~ProcessStore() = default;

absl::StatusOr<std::unique_ptr<ProcessStore>> ProcessStore::Open(
    const ProcessEnvironment& processes, absl::Duration timeout) {
  const TimeLeft left(timeout);
  c10d::TCPStoreOptions options;
  options.port = static_cast<uint16_t>(processes.port);
  options.isServer = processes.rank == 0 && !processes.agent_store;
  options.waitWorkers = false;
  // c10d's own tries take several times its timeout
  if (!options.isServer) {
    FLOW_RETURN_IF_ERROR(
        LocalAddressTowards(processes.address, processes.port, left.Get())
            .status())
        << "while reaching the store of the processes";
  }
  options.timeout = C10dTimeout(left.Get());
  auto impl = std::make_unique<Impl>();
  FLOW_RETURN_IF_ERROR(CatchingC10d([&] {
    impl->tcp = c10::make_intrusive<c10d::TCPStore>(processes.address, options);
    impl->prefixed =
        c10::make_intrusive<c10d::PrefixStore>(processes.prefix, impl->tcp);
  })) << (options.isServer ? "while opening" : "while reaching")
      << " the store of the processes at " << processes.address << ":"
      << processes.port;
  return std::unique_ptr<ProcessStore>(new ProcessStore(std::move(impl)));
}

int64_t ProcessStore::port() const { return impl_->tcp->getPort(); }

absl::Status ProcessStore::Set(const std::string& key,
                               const std::string& value) {
  return CatchingC10d([&] { impl_->prefixed->set(key, value); });
}

absl::StatusOr<std::string> ProcessStore::Get(const std::string& key,
                                              absl::Duration timeout) {
  std::string value;
  FLOW_RETURN_IF_ERROR(CatchingC10d([&] {
    impl_->prefixed->wait({key}, C10dTimeout(timeout));
    value = impl_->prefixed->get_to_str(key);
  }));
  return value;
}

absl::StatusOr<bool> ProcessStore::Has(const std::string& key) {
  bool has = false;
  FLOW_RETURN_IF_ERROR(
      CatchingC10d([&] { has = impl_->prefixed->check({key}); }));
  return has;
}

c10d::Store& ProcessStore::store() { return *impl_->prefixed; }

}  // namespace flow::core
