// Elements, by name, attributes and children. Text is always text, never HTML.
function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function svgElement(name, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// A titled section at the end of the page.
function addPanel(id, title, note) {
  const panel = element('section', {id: id}, element('h2', {}, title));
  if (note) panel.append(element('p', {class: 'muted'}, note));
  document.getElementById('panels').append(panel);
  return panel;
}

// A drop-down of strings that calls `changed` when another is chosen; without a
// choice to make it stays hidden.
function addSelect(controls, name, options, changed) {
  const select = element('select', {});
  for (const option of options) {
    select.append(element('option', {value: option}, option));
  }
  select.addEventListener('change', changed);
  if (options.length > 1) controls.append(element('label', {}, name, select));
  return select;
}

function addCheckbox(controls, name, checked, changed) {
  const box = element('input', {type: 'checkbox'});
  box.checked = checked;
  box.addEventListener('change', changed);
  controls.append(element('label', {}, box, name));
  return box;
}

function unique(values) {
  return [...new Set(values)];
}
