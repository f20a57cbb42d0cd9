// What the clients of federations sent and were sent, and what it bought.

const LINKS = ['bytes_up', 'bytes_down', 'edge_bytes_up', 'edge_bytes_down'];
const MEGABYTE = 1e6;

// The networks whose training a run reports, by name.
function networksOf(run) {
  return Object.entries(run.communication).filter(
      ([name, network]) => network !== null && typeof network === 'object');
}

// Over all links, up and down; 0 for a run without a federation.
function networkBytes(network) {
  return LINKS.map((link) => network[link]).filter(isNumber)
      .reduce((sum, bytes) => sum + bytes, 0);
}

function bytesSent(run) {
  return networksOf(run).reduce(
      (sum, [name, network]) => sum + networkBytes(network), 0);
}

// Columns: how each is found in a network. Those that are `optional` are left
// out where they are 0 everywhere.
const COMMUNICATION_COLUMNS = [
  {name: 'rounds', of: (network) => network.rounds},
  {name: 'asked', of: (network) => network.clients_asked},
  {name: 'answers', of: (network) => network.clients_answered},
  {name: 'late', of: (network) => network.clients_late},
  {name: 'dropped', of: (network) => network.clients_dropped},
  {name: 'MB\u00a0up', of: (network) => network.bytes_up / MEGABYTE},
  {name: 'MB\u00a0down', of: (network) => network.bytes_down / MEGABYTE},
  {name: 'edges, MB\u00a0up', optional: true,
   of: (network) => network.edge_bytes_up / MEGABYTE},
  {name: 'edges, MB\u00a0down', optional: true,
   of: (network) => network.edge_bytes_down / MEGABYTE},
  {name: 'MB in\u00a0all', of: (network) => networkBytes(network) / MEGABYTE},
  {name: 'simulated time', optional: true,
   of: (network) => network.simulated_time},
  {name: 'links,\u00a0s', optional: true,
   of: (network) => (network.links || {}).seconds},
  {name: 'links,\u00a0J', optional: true,
   of: (network) => (network.links || {}).joules},
];

// The networks of a label with what each of its runs says of them; where there
// are several, also their sum.
function communicationOf(data, label) {
  const runs = data.runs.filter((run) => run.label === label.name);
  const names = unique(
      runs.flatMap((run) => networksOf(run).map(([name]) => name)));
  const networks = names.map((name) => ({
    name, reports: runs.map((run) => run.communication[name])
        .filter((network) => network),
  }));
  if (names.length < 2) return networks;
  const talked = runs.filter((run) => networksOf(run).length > 0);
  return [...networks, {name: 'together', reports: talked.map(summedNetworks)}];
}

function addNumbers(sum, report) {
  for (const [key, value] of Object.entries(report)) {
    if (isNumber(value)) sum[key] = (sum[key] || 0) + value;
    if (key === 'links') sum.links = addNumbers(sum.links || {}, value);
  }
  return sum;
}

function summedNetworks(run) {
  return networksOf(run).reduce(
      (sum, [name, network]) => addNumbers(sum, network), {});
}

function communicationRow(network, columns) {
  const line = element('tr', {}, element('td', {}, network.name));
  for (const {of} of columns) {
    const values = network.reports.map(of).filter(isNumber);
    line.append(element('td', {class: 'number'},
                        values.length > 0 ? formatMean(values) : '–'));
  }
  return line;
}

function communicationTable(members) {
  const reports = members.flatMap(
      ({networks}) => networks.flatMap(({reports}) => reports));
  const columns = COMMUNICATION_COLUMNS.filter(
      ({optional, of}) => !optional || reports.some((one) => of(one) > 0));
  const head = element('tr', {}, element('th', {}, ''),
                       element('th', {}, 'network'));
  for (const {name} of columns) head.append(element('th', {}, name));
  const body = element('tbody');
  for (const {name, networks} of members) {
    networks.forEach((network, at) => {
      const line = communicationRow(network, columns);
      if (at === 0) {
        line.prepend(element(
            'th', {scope: 'rowgroup', rowspan: networks.length}, name));
      }
      body.append(line);
    });
  }
  return element('div', {class: 'scroll'},
                 element('table', {}, element('thead', {}, head), body));
}

// Where methods are far apart, on a logarithmic axis.
function bytesCost(data) {
  const of = (run) => bytesSent(run) / MEGABYTE;
  const sent = data.runs.map(of).filter((bytes) => bytes > 0);
  const low = Math.min(...sent), high = Math.max(...sent);
  const far = high > 20 * low;
  const ends = far ? [low / 1.2, 1.2 * high] : [0, 1.05 * high];
  return {
    of, line: memberOf, ends, axis: 'MB sent over all links', unit: 'MB',
    more: far ? {type: 'log', range: ends.map(Math.log10)} : {range: ends},
  };
}

// The means of the labels that send nothing, as levels from end to end.
function silentTraces(data, row, cost, silent) {
  const dashes = ['dash', 'dot', 'dashdot', 'longdash'];
  return silent.flatMap((label, at) => {
    const cell = row.cells[data.labels.indexOf(label)];
    const name = escapeMarkup(label.name);
    return cell && isNumber(cell.mean) ? [{
      type: 'scatter', mode: 'lines', name, x: cost.ends,
      y: [cell.mean, cell.mean],
      line: {color: styleValue('--muted'), dash: dashes[at % dashes.length],
             width: 1.5},
      hovertemplate: `${name}, mean: %{y:.5g}<extra></extra>`,
    }] : [];
  });
}

// A plot of each row: the metric of a protocol at so many bytes.
function drawBytes(tiles, rows, data, cost, silent) {
  clearPlots(tiles);
  for (const row of rows) {
    const plot = addTile(tiles, metricName(row) + ' of ' + row.protocol);
    plot.parentElement.classList.add('wide');
    drawPlot(plot, () => ({
      data: [...costTraces({...data, rows: [row]}, row.metric, cost),
             ...silentTraces(data, row, cost, silent)],
      layout: layout(300, {
        showlegend: true, xaxis: axis(cost.axis, cost.more),
        yaxis: axis(row.metric),
      }),
    }));
  }
}

function addBytesPlots(panel, data) {
  const cost = bytesCost(data);
  const rows = data.rows.filter((row) =>
    row.metric !== 'nfe' && hasCost({...data, rows: [row]}, row.metric, cost));
  if (rows.length === 0) return;
  const silent = data.labels.filter((label) => data.runs.every(
      (run) => run.label !== label.name || bytesSent(run) === 0));
  const note = element(
      'p', {class: 'muted'},
      'Diamonds are means with their bootstrap interval, dots are seeds' +
          (silent.length > 0 ?
            '; a broken line is a method that sends nothing.' : '.'));
  const controls = element('div', {class: 'controls'});
  const tiles = element('div', {class: 'tiles'});
  const draw = () => drawBytes(
      tiles, rows.filter(({metric}) => metric === select.value), data, cost,
      silent);
  const select = addSelect(
      controls, 'metric', unique(rows.map(({metric}) => metric)), draw);
  panel.append(note, controls, tiles);
  draw();
}

function showCommunication(data) {
  const members = data.labels.map((label) => ({
    name: label.name, networks: communicationOf(data, label),
  })).filter(({networks}) => networks.length > 0);
  if (members.length === 0) return;
  const panel = addPanel(
      'communication', 'Communication',
      'What clients sent (up) and were sent (down) in training, and of the ' +
          'clients that were asked how many answered, too late for the round, ' +
          'or not at all; means over seeds. 1 MB is a million bytes.');
  panel.append(communicationTable(members));
  addBytesPlots(panel, data);
}
