// How each client of a federation is served, a plot for each label.

const ORDERS = {byClient: 'by number', byRank: 'worst first'};

// With more clients than this a plot is as wide as the page.
const MOST_NARROW_CLIENTS = 12;

// What the runs of a label say of their clients for the metric of a row.
function clientLists(data, label, row) {
  return data.runs.filter((run) => run.label === label.name)
      .flatMap((run) => run.clients
          .filter(({metric, protocol}) =>
            metric === row.metric && protocol === row.protocol)
          .map(({floor, values}) => ({seed: run.seed, floor, values})));
}

// Worst first, without those that have no value. What has the same place in two
// seeds can be compared even where the seeds divide the points in other ways.
function ranked(values, row) {
  const sign = row.lower_is_better ? -1 : 1;
  return values.filter(isNumber).sort((a, b) => sign * (a - b));
}

// [{at, seeds: [{seed, value}], mean, deviation}] of those that have a value.
function clientPlaces(lists, row, order) {
  const shown = order === ORDERS.byRank ?
      lists.map((list) => ({...list, values: ranked(list.values, row)})) :
      lists;
  const count = Math.max(...shown.map(({values}) => values.length));
  return Array.from({length: count}, (_, i) => {
    const seeds = shown.filter(({values}) => isNumber(values[i]))
        .map(({seed, values}) => ({seed, value: values[i]}));
    const values = seeds.map(({value}) => value);
    return {at: order === ORDERS.byRank ? i + 1 : i, seeds,
            mean: meanOf(values), deviation: deviationOf(values)};
  }).filter(({seeds}) => seeds.length > 0);
}

function clientCount(lists) {
  return Math.max(...lists.map(({values}) => values.length));
}

function worstPlace(places, row) {
  return places.reduce((worst, place) =>
    (row.lower_is_better ? place.mean > worst.mean : place.mean < worst.mean) ?
      place : worst);
}

function meanFloor(lists) {
  const floors = lists.map(({floor}) => floor).filter(isNumber);
  return floors.length > 0 ? meanOf(floors) : null;
}

// What the plot of a label says, in words.
function clientCaption({lists, places, row, order}) {
  const worst = worstPlace(places, row);
  const value = formatMean(worst.seeds.map(({value}) => value));
  const clients = clientCount(lists);
  const missing = Array.from({length: clients}, (_, i) => i).filter(
      (i) => !lists.some(({values}) => isNumber(values[i])));
  const shown = missing.slice(0, 8).join(', ') +
      (missing.length > 8 ? ', …' : '');
  return `${clients} clients · worst: ` +
      (order === ORDERS.byRank ? value : `client ${worst.at}, ${value}`) +
      (missing.length > 0 ?
        ` · ${missing.length} without a value (${shown})` : '');
}

// The seeds, their mean with its spread, and a ring about the worst.
function clientTraces({places, row, order}, colour, size) {
  const what = order === ORDERS.byRank ? 'place' : 'client';
  const seeds = places.flatMap(({at, seeds}) =>
    seeds.length > 1 ? seeds.map((seed) => ({at, ...seed})) : []);
  const worst = worstPlace(places, row);
  return [
    {
      type: 'scatter', mode: 'markers', showlegend: false,
      x: seeds.map(({at}) => at), y: seeds.map(({value}) => value),
      text: seeds.map(({seed}) => 'seed ' + seed),
      hovertemplate: `${what} %{x}, %{text}: %{y}<extra></extra>`,
      marker: {color: withAlpha(colour, .35), size: Math.max(.6 * size, 2.5)},
    },
    {
      type: 'scatter', mode: 'markers', showlegend: false,
      x: places.map(({at}) => at), y: places.map(({mean}) => mean),
      hovertemplate: `${what} %{x}, mean: %{y:.4g}<extra></extra>`,
      marker: {color: colour, size, symbol: 'diamond'},
      error_y: {
        type: 'data', array: places.map(({deviation}) => deviation || 0),
        color: withAlpha(colour, .6), thickness: 1.2, width: 0,
      },
    },
    {
      type: 'scatter', mode: 'markers', showlegend: false, hoverinfo: 'skip',
      x: [worst.at], y: [worst.mean],
      marker: {color: styleValue('--bad'), size: size + 7,
               symbol: 'circle-open', line: {width: 2}},
    },
  ];
}

// One range for all labels, so that they can be compared at sight.
function clientRange(shown) {
  const values = shown.flatMap(({lists, places}) => [
    meanFloor(lists),
    ...places.flatMap(({seeds, mean, deviation}) => [
      ...seeds.map(({value}) => value), mean - deviation, mean + deviation]),
  ]).filter(isNumber);
  const low = Math.min(...values), high = Math.max(...values);
  const pad = .08 * (high - low || Math.abs(high) || 1);
  return [low - pad, high + pad];
}

function clientPlot(one, colour, range, width) {
  const {lists, places, row, order} = one;
  const first = order === ORDERS.byRank ? 1 : 0;
  const count = clientCount(lists);
  const pad = .5 + .01 * count;
  const ends = [first - pad, first + count - 1 + pad];
  const floor = meanFloor(lists);
  const size = Math.min(Math.max(.5 * width / count, 3), 9);
  const traces = clientTraces(one, colour, size);
  if (isNumber(floor)) {
    traces.push({
      type: 'scatter', mode: 'lines', showlegend: false, x: ends,
      y: [floor, floor],
      line: {color: styleValue('--muted'), dash: 'dash', width: 1.2},
      hovertemplate: 'floor %{y:.4g}<extra></extra>',
    });
  }
  return {
    data: traces,
    layout: layout(230, {
      // room for the buttons of a wide plot
      margin: {l: 44, r: 8, t: width < 480 ? 6 : 28, b: 36},
      xaxis: axis(order === ORDERS.byRank ? 'clients, worst first' : 'client', {
        range: ends, showgrid: false, zeroline: false,
        ...(count > MOST_NARROW_CLIENTS ? {nticks: 12} : {dtick: 1}),
      }),
      yaxis: axis(metricName(row), {range, nticks: 6, zeroline: false}),
    }),
  };
}

// What there is to draw: of each label with a list for the row, its places.
function clientChoice(data, row, order) {
  return data.labels.flatMap((label, index) => {
    const lists = clientLists(data, label, row);
    const places = lists.length > 0 ? clientPlaces(lists, row, order) : [];
    return places.length > 0 ?
        [{name: label.name, index, lists, places, row, order}] : [];
  });
}

function drawClients(tiles, shown, everything) {
  clearPlots(tiles);
  if (shown.length === 0) {
    tiles.append(element('p', {class: 'muted'}, 'no run with this choice'));
  }
  const range = clientRange(everything);
  for (const one of shown) {
    const plot = addTile(tiles, one.name);
    plot.parentElement.classList.toggle(
        'wide', clientCount(one.lists) > MOST_NARROW_CLIENTS);
    plot.before(element('p', {class: 'muted'}, clientCaption(one)));
    drawPlot(plot, () => clientPlot(
        one, colourOf(one.index), range, plot.clientWidth));
  }
}

// The choices over the plots; a change of any draws those again.
function addClientControls(controls, data, rows, draw) {
  const names = data.labels.map(({name}) => name).filter((name) => rows.some(
      (row) => clientChoice(data, row, ORDERS.byClient)
          .some((one) => one.name === name)));
  const labels = addSelect(controls, 'label',
                           names.length > 1 ? ['all', ...names] : names, draw);
  if (names.length > 6) labels.value = names[0];
  return {
    labels,
    metric: addSelect(
        controls, 'metric', unique(rows.map((row) => row.metric)), draw),
    protocol: addSelect(
        controls, 'protocol', unique(rows.map((row) => row.protocol)), draw),
    order: addSelect(controls, 'clients', Object.values(ORDERS), draw),
  };
}

function showClients(data) {
  const rows = data.rows.filter(
      (row) => clientChoice(data, row, ORDERS.byClient).length > 0);
  if (rows.length === 0) return;
  const panel = addPanel(
      'clients', 'Client by client',
      'What each client scores, of whom the metric reports the worst. ' +
          'Diamonds are means over seeds with their standard deviation, dots ' +
          'are seeds; the ring is the worst mean, the dashed line the floor: ' +
          'the worst client of two independent draws of the target. “Worst ' +
          'first” sorts the clients of each seed, which is how to read ' +
          'divisions that every seed draws anew.');
  const controls = element('div', {class: 'controls'});
  const tiles = element('div', {class: 'tiles'});
  const draw = () => {
    const row = rows.find(({protocol, metric}) =>
      protocol === chosen.protocol.value && metric === chosen.metric.value);
    const found = row ? clientChoice(data, row, chosen.order.value) : [];
    drawClients(tiles, found.filter(
        ({name}) => ['all', name].includes(chosen.labels.value)), found);
  };
  const chosen = addClientControls(controls, data, rows, draw);
  panel.append(controls, tiles);
  draw();
}
