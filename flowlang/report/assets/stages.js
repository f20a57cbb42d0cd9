// What was measured from stage to stage: rounds of straightening, blocks, chunks.

function factNames(data) {
  return unique(data.runs.flatMap(
      (run) => run.stages.flatMap(({facts}) => Object.keys(facts))));
}

// The label's stages that have the fact, as its first run orders them, each with
// the values of the seeds.
function factsByStage(data, label, fact) {
  const runs = data.runs.filter((run) => run.label === label.name);
  const names = runs[0].stages.filter(({facts}) => fact in facts)
      .map(({name}) => name);
  return names.map((name) => ({
    name,
    values: runs.flatMap((run) => run.stages
        .filter((stage) => stage.name === name && isNumber(stage.facts[fact]))
        .map((stage) => ({seed: run.seed, value: stage.facts[fact]}))),
  }));
}

// The seeds and the mean of one label.
function factLine(stages, name, colour) {
  const seeds = stages.flatMap((stage, place) => stage.values.map(
      ({seed, value}) => ({x: place + 1, y: value, text:
        `${escapeMarkup(stage.name)}, seed ${seed}`})));
  const means = stages.map(({values}) =>
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
      x: stages.map((stage, place) => place + 1), y: means,
      text: stages.map((stage) => escapeMarkup(stage.name)),
      hovertemplate: '%{text}, mean: %{y:.5g}<extra></extra>',
      line: {color: colour, width: 2}, marker: {size: 7},
    },
  ];
}

function factTraces(data, fact) {
  return data.labels.flatMap((label, index) => factLine(
      factsByStage(data, label, fact), escapeMarkup(label.name),
      colourOf(index)));
}

// Only where some label has two stages to compare.
function showStages(data) {
  const names = factNames(data).filter((fact) => data.labels.some(
      (label) => factsByStage(data, label, fact).length > 1));
  if (names.length === 0) return;
  const panel = addPanel('stages', 'Stage by stage',
                         'What was measured in the stages that train or move ' +
                             'points, one after the other; dots are seeds.');
  const controls = element('div', {class: 'controls'});
  const plot = element('div', {class: 'plot'});
  const select = addSelect(controls, 'what', names, redrawPlots);
  const log = addCheckbox(controls, 'logarithmic', false, redrawPlots);
  panel.append(controls, plot);
  drawPlot(plot, () => ({
    data: factTraces(data, select.value),
    layout: layout(320, {
      xaxis: axis('stage', {dtick: 1}),
      yaxis: axis(select.value, {type: log.checked ? 'log' : 'linear'}),
    }),
  }));
}
