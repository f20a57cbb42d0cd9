// Numbers of named places, one behind the other, for each label: what the stages
// of a run measured.

// The seeds and the mean of one label; `places` are [{name, values: [{seed,
// value}]}].
function factLine(places, name, colour) {
  const seeds = places.flatMap((place, at) => place.values.map(
      ({seed, value}) => ({x: at + 1, y: value, text:
        `${escapeMarkup(place.name)}, seed ${seed}`})));
  const means = places.map(({values}) =>
    values.reduce((sum, {value}) => sum + value, 0) / values.length);
  return [
    {
      type: 'scatter', mode: 'markers', legendgroup: name, showlegend: false,
      x: seeds.map(({x}) => x), y: seeds.map(({y}) => y),
      text: seeds.map(({text}) => text),
      hovertemplate: '%{text}: %{y}<extra></extra>',
      marker: {color: withAlpha(colour, .45), size: 5},
    },
    {
      type: 'scatter', mode: 'lines+markers', name, legendgroup: name,
      x: places.map((place, at) => at + 1), y: means,
      text: places.map((place) => escapeMarkup(place.name)),
      hovertemplate: '%{text}, mean: %{y:.5g}<extra></extra>',
      line: {color: colour, width: 2}, marker: {size: 7},
    },
  ];
}

// A panel that draws one of several facts; `placesOf(label, fact)` finds it, and
// `axisTitle` says what is counted from left to right.
function showFacts(data, {id, title, note, axisTitle, names, placesOf}) {
  const told = names.filter((fact) => data.labels.some(
      (label) => placesOf(label, fact).length > 1));
  if (told.length === 0) return;
  const panel = addPanel(id, title, note);
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const select = addSelect(controls, 'what', told, redrawPlots);
  const log = addCheckbox(controls, 'logarithmic', false, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => ({
    data: data.labels.flatMap((label, index) => factLine(
        placesOf(label, select.value), escapeMarkup(label.name),
        colourOf(index))),
    layout: layout(320, {
      xaxis: axis(axisTitle, {dtick: 1}),
      yaxis: axis(select.value, {type: log.checked ? 'log' : 'linear'}),
    }),
  }));
}

// From lists of the runs, [{name, facts: {fact: number}}], the entries of one
// label that have the fact, as its first run orders them.
function placesIn(data, label, fact, listOf) {
  const runs = data.runs.filter((run) => run.label === label.name);
  const names = listOf(runs[0]).filter(({facts}) => fact in facts)
      .map(({name}) => name);
  return names.map((name) => ({
    name,
    values: runs.flatMap((run) => listOf(run)
        .filter((entry) => entry.name === name && isNumber(entry.facts[fact]))
        .map((entry) => ({seed: run.seed, value: entry.facts[fact]}))),
  }));
}

function factNames(data, listOf) {
  return unique(data.runs.flatMap(
      (run) => listOf(run).flatMap(({facts}) => Object.keys(facts))));
}

// Rounds of straightening, blocks of a chain, chunks of time. What every stage
// of every run has, its cost, comes last, and before it what the stages sent.
function showStages(data) {
  const stagesOf = (run) => run.stages;
  const place = (fact) =>
      ['communication ', 'cost '].findIndex((group) => fact.startsWith(group));
  showFacts(data, {
    id: 'stages', title: 'Stage by stage', axisTitle: 'stage',
    note: 'What was measured in the stages that train or move points, one ' +
        'after the other; dots are seeds.',
    names: factNames(data, stagesOf).sort((a, b) => place(a) - place(b)),
    placesOf: (label, fact) => placesIn(data, label, fact, stagesOf),
  });
}
