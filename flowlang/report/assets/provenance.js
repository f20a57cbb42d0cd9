function valueText(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// A table of keys; where runs differ, all values that occur.
function mergedTable(objects) {
  const keys = unique(objects.flatMap((object) => Object.keys(object)));
  const body = element('tbody');
  for (const key of keys) {
    const values = unique(objects.filter((object) => key in object)
                              .map((object) => valueText(object[key])));
    body.append(element('tr', {}, element('th', {scope: 'row'}, key),
                        element('td', {}, values.join(' · '))));
  }
  return element('div', {class: 'scroll'}, element('table', {}, body));
}

function runTable(runs) {
  const head = element('tr', {});
  for (const name of ['label', 'seed', 'status', 'plan', 'folder']) {
    head.append(element('th', {}, name));
  }
  const body = element('tbody');
  for (const run of runs) {
    body.append(element(
        'tr', {}, element('td', {}, run.label),
        element('td', {}, String(run.seed)), element('td', {}, run.status),
        element('td', {}, element('code', {}, run.plan_hash.slice(0, 16))),
        element('td', {}, element('code', {}, run.path))));
  }
  return element('div', {class: 'scroll'},
                 element('table', {}, element('thead', {}, head), body));
}

function addDetails(panel, title, content) {
  panel.append(element('details', {}, element('summary', {}, title), content));
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word :
                                         `'${word.replaceAll("'", "'\\''")}'`;
}

// What makes each label's first run once more, from its plan alone.
function commands(data) {
  return data.labels.flatMap((label) => {
    const run = data.runs.find((run) => run.label === label.name && run.plan);
    if (!run) return [];
    const plan = quoted(run.path + '/plan.textproto');
    const threads = run.environment.threads;
    return [`flow run ${plan} --out again` +
            (threads ? ` --threads ${threads}` : '')];
  });
}

function showProvenance(data) {
  const panel = addPanel(
      'provenance', 'How this was made',
      'A plan holds every setting and the seed: it makes the same results ' +
          'again, on any number of threads.');
  panel.append(mergedTable(data.runs.map((run) => run.environment)));
  const lines = commands(data);
  if (lines.length > 0) {
    panel.append(element('pre', {}, lines.join('\n')));
  }
  addDetails(panel, 'Runs (' + data.runs.length + ')', runTable(data.runs));
  for (const label of data.labels) {
    const run = data.runs.find((run) => run.label === label.name && run.plan);
    if (!run) continue;
    addDetails(panel, 'Plan of ' + label.name + ', seed ' + run.seed,
               element('pre', {}, run.plan));
  }
}
