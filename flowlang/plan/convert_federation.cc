#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "federated/topology/topology_options.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

federated::PartitionOptions Convert(const Partition& partition) {
  switch (partition.kind_case()) {
    case Partition::kIid:
      return federated::Iid{};
    case Partition::kByLabel:
      return federated::ByLabel{};
    case Partition::kDirichlet:
      return federated::Dirichlet{partition.dirichlet().alpha(),
                                  partition.dirichlet().min_size()};
    case Partition::kShards:
      return federated::Shards{partition.shards().per_client()};
    case Partition::kPathological:
      return federated::Pathological{
          partition.pathological().classes_per_client()};
    case Partition::kQuantity:
      return federated::Quantity{
          static_cast<federated::QuantityLaw>(partition.quantity().law()),
          partition.quantity().std()};
    case Partition::kByComponent:
      return federated::ByComponent{};
    case Partition::kFromFile:
      return federated::FromFile{partition.from_file().path()};
    case Partition::kByColumn:
      return federated::ByColumn{partition.by_column().column()};
    case Partition::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a partition that is there";
  return {};
}

federated::FedAdaptiveOptions Adaptive(federated::AdaptiveMethod method,
                                       const FedAdaptive& rule) {
  return {method, rule.learning_rate(), rule.beta1(), rule.beta2(), rule.tau()};
}

federated::AggregationRule Convert(const Aggregation& rule) {
  switch (rule.rule_case()) {
    case Aggregation::kFedSgd:
      return federated::FedSgdOptions{};
    case Aggregation::kFedAvg:
      return federated::FedAvgOptions{};
    case Aggregation::kFedAvgm:
      return federated::FedAvgMOptions{rule.fed_avgm().learning_rate(),
                                       rule.fed_avgm().momentum()};
    case Aggregation::kFedAdam:
      return Adaptive(federated::AdaptiveMethod::kAdam, rule.fed_adam());
    case Aggregation::kFedYogi:
      return Adaptive(federated::AdaptiveMethod::kYogi, rule.fed_yogi());
    case Aggregation::kFedAdagrad:
      return Adaptive(federated::AdaptiveMethod::kAdagrad, rule.fed_adagrad());
    case Aggregation::kScaffold:
      return federated::ScaffoldOptions{rule.scaffold().learning_rate()};
    case Aggregation::kMedian:
      return federated::MedianOptions{};
    case Aggregation::kTrimmedMean:
      return federated::TrimmedMeanOptions{rule.trimmed_mean().trim()};
    case Aggregation::kKrum:
      return federated::KrumOptions{rule.krum().byzantine()};
    case Aggregation::kMultiKrum:
      return federated::MultiKrumOptions{rule.multi_krum().byzantine(),
                                         rule.multi_krum().keep()};
    case Aggregation::RULE_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a rule of aggregation";
  return {};
}

federated::GraphOptions GraphOf(const GossipTopology& gossip) {
  switch (gossip.graph_case()) {
    case GossipTopology::kWattsStrogatz:
      return federated::WattsStrogatz{gossip.watts_strogatz().neighbours(),
                                      gossip.watts_strogatz().rewire()};
    case GossipTopology::kErdosRenyi:
      return federated::ErdosRenyi{gossip.erdos_renyi().probability()};
    case GossipTopology::kComplete:
      return federated::Complete{};
    case GossipTopology::kEdges:
      return federated::EdgeList{
          {gossip.edges().edge().begin(), gossip.edges().edge().end()}};
    case GossipTopology::GRAPH_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a graph";
  return {};
}

federated::TopologyOptions Convert(const Topology& topology) {
  switch (topology.kind_case()) {
    case Topology::kStar:
      return federated::StarOptions{};
    case Topology::kHierarchical:
      return federated::HierarchicalOptions{
          topology.hierarchical().groups(),
          topology.hierarchical().edge_rounds()};
    case Topology::kRing:
      return federated::RingOptions{};
    case Topology::kGossip:
      return federated::GossipOptions{GraphOf(topology.gossip()),
                                      topology.gossip().mixing_steps()};
    case Topology::kFullyConnected:
      return federated::FullyConnectedOptions{};
    case Topology::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "the checks require a topology";
  return {};
}

federated::ParticipationOptions Convert(const Participation& p) {
  federated::ParticipationOptions options = {.fraction = p.fraction(),
                                             .dropout = p.dropout(),
                                             .min_clients = p.min_clients(),
                                             .speed_spread = p.speed_spread()};
  if (p.has_deadline()) options.deadline = p.deadline();
  return options;
}

federated::PrivacyOptions Convert(const Privacy& privacy) {
  if (privacy.has_client_level()) {
    const ClientLevelPrivacy& level = privacy.client_level();
    federated::ClientLevelOptions options = {
        level.clip(), level.noise_multiplier(), level.delta()};
    if (level.has_adaptive_quantile()) {
      options.adaptive_quantile = level.adaptive_quantile();
    }
    return options;
  }
  if (privacy.has_record_level()) {
    const RecordLevelPrivacy& level = privacy.record_level();
    return federated::RecordLevelOptions{level.clip(), level.noise_multiplier(),
                                         level.delta()};
  }
  return std::nullopt;
}

federated::CompressionOptions Convert(const Compression& compression) {
  switch (compression.kind_case()) {
    case Compression::kInt8:
      return federated::Int8Options{};
    case Compression::kFp16:
      return federated::Fp16Options{};
    case Compression::kTopK:
      return federated::TopKOptions{compression.top_k().fraction()};
    case Compression::KIND_NOT_SET:
      break;
  }
  return federated::UncompressedOptions{};
}

federated::ModuleOwner Convert(Module::Owner owner) {
  switch (owner) {
    case Module::GLOBAL:
      return federated::ModuleOwner::kGlobal;
    case Module::EDGE:
      return federated::ModuleOwner::kEdge;
    case Module::LOCAL:
      return federated::ModuleOwner::kLocal;
    case Module::FROZEN:
      return federated::ModuleOwner::kFrozen;
  }
  FLOW_CHECK(false) << "the checks know all owners";
  return {};
}

}  // namespace

federated::FederationOptions ToOptions(const Federation& federation) {
  federated::FederationOptions options;
  options.clients = federation.clients();
  options.partition = Convert(federation.partition());
  options.equal_weights = federation.weights() == EQUALLY;
  options.topology = Convert(federation.topology());
  options.participation = Convert(federation.participation());
  // the clients of fed_sgd take no steps of their own
  if (!federation.aggregation().has_fed_sgd()) {
    options.local = {federation.local().steps(),
                     ToOptions(federation.local().optimizer())};
  }
  options.aggregation = {Convert(federation.aggregation()),
                         federation.aggregation().proximal_mu()};
  options.privacy = Convert(federation.privacy());
  options.compression = Convert(federation.compression());
  if (federation.has_secure_sum()) {
    const SecureSum& sum = federation.secure_sum();
    options.secure_sum = {sum.range(), sum.bits(), sum.threshold()};
  }
  options.modules = ModulesOf(federation);
  options.links = LinksOf(federation);
  return options;
}

std::vector<federated::ModuleOptions> ModulesOf(const Federation& federation) {
  std::vector<federated::ModuleOptions> modules;
  for (const Module& module : federation.module()) {
    std::vector<int64_t> clients(module.client().begin(),
                                 module.client().end());
    std::sort(clients.begin(), clients.end());
    modules.push_back({module.parameters(), Convert(module.owner()),
                       module.every(), std::move(clients)});
  }
  return modules;
}

std::vector<federated::LinkOptions> LinksOf(const Federation& federation) {
  std::vector<federated::LinkOptions> all;
  for (const Links& links : federation.links()) {
    all.push_back(
        {{links.between().begin(), links.between().end()},
         {links.to_server().begin(), links.to_server().end()},
         {links.edge_to_server().begin(), links.edge_to_server().end()},
         links.rate(),
         links.power()});
  }
  return all;
}

int64_t StepsInRound(const Federation& federation) {
  return federation.local().steps() *
         federation.topology().hierarchical().edge_rounds();
}

int64_t RoundsOf(const Training& train, const Federation& federation) {
  return train.has_rounds() ? train.rounds()
                            : train.steps() / StepsInRound(federation);
}

}  // namespace flow::lang
