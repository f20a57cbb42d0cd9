// A metric against what it costs: evaluations of the network, seconds, bytes.

function trainingSeconds(run) {
  return run.stages
      .filter(({kind}) => kind !== 'sample' && kind !== 'evaluate')
      .reduce((sum, stage) => sum + stage.wall_seconds, 0);
}

function bytesSent(run) {
  return Object.entries(run.communication)
      .filter(([name, value]) => name.startsWith('bytes') && isNumber(value))
      .reduce((sum, [name, value]) => sum + value, 0);
}

// How each is found for a run and its point in a row, and drawn.
const COSTS = {
  'function evaluations': {
    of: (run, point) => point.nfe, axis: 'function evaluations a sample',
    joined: true, unit: 'evaluations', more: {type: 'log', dtick: 1},
  },
  'training time': {
    of: (run) => trainingSeconds(run), axis: 'seconds of training',
    joined: false, unit: 's', more: {rangemode: 'tozero'},
  },
  'communication': {
    of: (run) => bytesSent(run), axis: 'bytes sent', joined: false,
    unit: 'bytes', more: {rangemode: 'tozero', tickformat: '.2~s'},
  },
};

// The points of a cell that have a cost, with it.
function costedPoints(data, label, cell, cost) {
  return cell.points.flatMap((point) => {
    const run = data.runs.find(
        (run) => run.label === label.name && run.seed === point.seed);
    const at = run ? cost.of(run, point) : null;
    return isNumber(at) && at > 0 && isNumber(point.value) ?
        [{at, value: point.value, seed: point.seed}] : [];
  });
}

// A place for each protocol: its seeds, their mean and its interval.
function costPlaces(data, index, metric, cost) {
  const label = data.labels[index];
  return data.rows.filter((row) => row.metric === metric && row.cells[index])
      .map((row) => {
        const cell = row.cells[index];
        const points = costedPoints(data, label, cell, cost);
        const total = points.reduce((sum, point) => sum + point.at, 0);
        return {points, cell, at: total / points.length,
                protocol: row.protocol};
      })
      .filter(({points, cell}) => points.length > 0 && isNumber(cell.mean))
      .sort((a, b) => a.at - b.at);
}

function costTraces(data, index, metric, cost) {
  const places = costPlaces(data, index, metric, cost);
  const colour = colourOf(index);
  const name = escapeMarkup(data.labels[index].name);
  const ends = (at) => places.map(
      ({cell}) => cell.interval ? Math.abs(cell.interval[at] - cell.mean) : 0);
  const seeds = places.flatMap(
      ({points, protocol}) => points.map((point) => ({...point, protocol})));
  return [
    {
      type: 'scatter', mode: 'markers', legendgroup: name, showlegend: false,
      x: seeds.map(({at}) => at), y: seeds.map(({value}) => value),
      text: seeds.map(({seed, protocol}) => `${protocol}, seed ${seed}`),
      hovertemplate: `%{text}: %{y:.5g} at %{x} ${cost.unit}<extra></extra>`,
      marker: {color: withAlpha(colour, .45), size: 5},
    },
    {
      type: 'scatter', mode: cost.joined ? 'lines+markers' : 'markers', name,
      legendgroup: name, x: places.map(({at}) => at),
      y: places.map(({cell}) => cell.mean),
      text: places.map(({protocol}) => protocol),
      hovertemplate:
          `%{text}, mean: %{y:.5g} at %{x:.4g} ${cost.unit}<extra></extra>`,
      line: {color: colour, width: 2},
      marker: {color: colour, size: 9, symbol: 'diamond'},
      error_y: {
        type: 'data', symmetric: false, color: colour, thickness: 1.5,
        array: ends(1), arrayminus: ends(0),
      },
    },
  ];
}

// Whether a plot would tell anything: two places that differ in cost.
function hasCost(data, metric, cost) {
  const all = data.labels.flatMap(
      (label, index) => costPlaces(data, index, metric, cost));
  return unique(all.map(({at}) => at)).length > 1;
}

function showCosts(data) {
  const metrics = unique(data.rows.map((row) => row.metric))
      .filter((metric) => metric !== 'nfe');
  const names = Object.keys(COSTS).filter((name) => metrics.some(
      (metric) => hasCost(data, metric, COSTS[name])));
  if (names.length === 0) return;
  const panel = addPanel(
      'costs', 'Metric against cost',
      'Dots are seeds, diamonds their mean with its bootstrap interval, one a ' +
          'protocol. Seconds are what the runs took, where and beside whatever ' +
          'they ran.');
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const metric = addSelect(controls, 'metric', metrics, redrawPlots);
  const cost = addSelect(controls, 'cost', names, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => {
    const chosen = COSTS[cost.value];
    return {
      data: data.labels.flatMap(
          (label, index) => costTraces(data, index, metric.value, chosen)),
      layout: layout(360, {
        xaxis: axis(chosen.axis, chosen.more),
        yaxis: axis(metric.value),
      }),
    };
  });
}
