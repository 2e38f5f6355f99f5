'use strict';

// Shows the server's own description. Everything is put in as text, never as markup.
(() => {
  const element = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  const resolved = (schema, known, depth) => {
    if (Array.isArray(schema)) return schema.map((item) => resolved(item, known, depth));
    if (schema === null || typeof schema !== 'object') return schema;
    if (schema.$ref) {
      const name = schema.$ref.split('/').pop();
      return depth > 3 ? name : resolved(known[name], known, depth + 1);
    }
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolved(value, known, depth)]));
  };

  const shape = (content, known) => {
    const [type, body] = Object.entries(content)[0];
    const text = JSON.stringify(resolved(body.schema, known, 0), null, 2);
    return element('td', type, element('pre', text));
  };

  const row = (...cells) => element('tr', '', ...cells.map((cell) => (typeof cell === 'string' ? element('td', cell) : cell)));

  const parameters = (operation) => {
    const table = element('table');
    for (const parameter of operation.parameters || []) {
      table.append(row(parameter.name, parameter.in, parameter.required ? 'required' : '', JSON.stringify(parameter.schema)));
    }
    return table;
  };

  const answers = (operation, known) => {
    const table = element('table');
    for (const [status, answer] of Object.entries(operation.responses)) {
      table.append(row(status, answer.description, answer.content ? shape(answer.content, known) : ''));
    }
    return table;
  };

  const route = (path, method, operation, known) => {
    const head = element('summary');
    const name = element('span', method.toUpperCase());
    name.className = 'method';
    head.append(name, element('code', path), ' ', operation.summary);
    const all = element('details', '', head);
    all.append(element('p', operation.security ? 'For known users.' : 'For anybody.'));
    if (operation.parameters) all.append(element('h4', 'Parameters'), parameters(operation));
    if (operation.requestBody) {
      all.append(element('h4', 'Body'), element('table', '', row(shape(operation.requestBody.content, known))));
    }
    all.append(element('h4', 'Answers'), answers(operation, known));
    return all;
  };

  const show = async () => {
    const place = document.getElementById('routes');
    try {
      const description = await (await fetch('/openapi.json')).json();
      const known = description.components.schemas;
      const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => route(path, method, operation, known)));
      place.replaceChildren(...routes);
    } catch (problem) {
      place.textContent = 'The description could not be read: ' + problem.message;
    }
    place.removeAttribute('aria-busy');
  };

  show();
})();
