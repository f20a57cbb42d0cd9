// A metric against what it costs: evaluations of the network, seconds.

function trainingSeconds(run) {
  return run.stages
      .filter(({kind}) => kind !== 'sample' && kind !== 'evaluate')
      .reduce((sum, stage) => sum + stage.wall_seconds, 0);
}

// What a suite calls a label before its sweeps vary it: "A" of "A,batch=64".
function memberOf(label) {
  return label.split(',')[0];
}

// How each is found for a run and its point in a row, what is drawn as one line,
// and the axis.
const COSTS = {
  'function evaluations': {
    of: (run, point) => point.nfe, line: (label, protocol) => label,
    axis: 'function evaluations a sample', unit: 'evaluations',
    more: {type: 'log', dtick: 1},
  },
  'training time': {
    of: (run) => trainingSeconds(run),
    line: (label, protocol) => memberOf(label) + ' ' + protocol,
    axis: 'seconds of training', unit: 's', more: {rangemode: 'tozero'},
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

// A place for each label and protocol: its seeds, their mean and its interval.
function costPlaces(data, metric, cost) {
  return data.rows.filter((row) => row.metric === metric)
      .flatMap((row) => row.cells.map((cell, index) => {
        const label = data.labels[index];
        const points = cell ? costedPoints(data, label, cell, cost) : [];
        const total = points.reduce((sum, point) => sum + point.at, 0);
        return {points, cell, index, name: label.name, protocol: row.protocol,
                at: total / points.length,
                line: cost.line(label.name, row.protocol)};
      }))
      .filter(({points, cell}) => points.length > 0 && isNumber(cell.mean))
      .sort((a, b) => a.at - b.at);
}

// The seeds and the means of the places of one line.
function lineTraces(places, name, colour, cost) {
  const ends = (at) => places.map(
      ({cell}) => cell.interval ? Math.abs(cell.interval[at] - cell.mean) : 0);
  const seeds = places.flatMap(
      ({points, name, protocol}) => points.map(
          (point) => ({...point, text: `${escapeMarkup(name)}, ${
            escapeMarkup(protocol)}, seed ${point.seed}`})));
  return [
    {
      type: 'scatter', mode: 'markers', legendgroup: name, showlegend: false,
      x: seeds.map(({at}) => at), y: seeds.map(({value}) => value),
      text: seeds.map(({text}) => text),
      hovertemplate: `%{text}: %{y:.5g} at %{x} ${cost.unit}<extra></extra>`,
      marker: {color: withAlpha(colour, .45), size: 5},
    },
    {
      type: 'scatter', mode: 'lines+markers', name, legendgroup: name,
      x: places.map(({at}) => at), y: places.map(({cell}) => cell.mean),
      text: places.map(
          (place) => escapeMarkup(`${place.name}, ${place.protocol}`)),
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

// A line has the name of its label, or of its member where it joins several.
function costTraces(data, metric, cost) {
  const places = costPlaces(data, metric, cost);
  const names = unique(places.map(({line}) => line)).map((line) => {
    const here = places.filter((place) => place.line === line);
    const labels = unique(here.map(({name}) => name));
    return {here, name: labels.length > 1 ? memberOf(labels[0]) : labels[0]};
  });
  const whose = unique(names.map(({name}) => name));
  const apart = places.some(
      ({line, name}) => places.some(
          (other) => other.line === line && other.name !== name));
  return names.flatMap(({here, name}) => lineTraces(
      here, escapeMarkup(name),
      colourOf(apart ? whose.indexOf(name) : here[0].index), cost));
}

// Whether a plot would tell anything: two places that differ in cost.
function hasCost(data, metric, cost) {
  const places = costPlaces(data, metric, cost);
  return unique(places.map(({at}) => at)).length > 1;
}

function showCosts(data) {
  const metrics = unique(data.rows.map((row) => row.metric))
      .filter((metric) => metric !== 'nfe');
  const names = Object.keys(COSTS).filter((name) => metrics.some(
      (metric) => hasCost(data, metric, COSTS[name])));
  if (names.length === 0) return;
  const panel = addPanel(
      'costs', 'Metric against cost',
      'Dots are seeds, diamonds their mean with its bootstrap interval. A line ' +
          'joins the protocols of a label, or the points of a sweep. Seconds ' +
          'are what the runs took, where and beside whatever they ran.');
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const metric = addSelect(controls, 'metric', metrics, redrawPlots);
  const cost = addSelect(controls, 'cost', names, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => {
    const chosen = COSTS[cost.value];
    return {
      data: costTraces(data, metric.value, chosen),
      layout: layout(360, {
        xaxis: axis(chosen.axis, chosen.more),
        yaxis: axis(metric.value),
      }),
    };
  });
}
