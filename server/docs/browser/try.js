// Tries operations as the signed-in person: the session's cookie goes along, nothing is kept, and a write is asked about first.
const READS = new Set(['get', 'head'])
const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const MOST_SHOWN = 200_000
const DEEPEST = 6

/** `el('p', { class: 'quiet' }, 'text', child)`; a function is a listener. */
const el = (name, attributes = {}, ...children) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'function') made.addEventListener(key, value)
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  made.append(...children.filter(child => child !== undefined && child !== false))
  return made
}

const resolved = (api, schema) => {
  const name = schema?.$ref?.split('/').at(-1)
  return name ? api.components.schemas[name] : (schema ?? {})
}

/** A value that a schema allows, to begin with. */
const exampleOf = (api, schema, depth = 0) => {
  const {
    type,
    properties = {},
    required = [],
    items,
    anyOf,
    oneOf,
    enum: values,
    const: only,
    ...rest
  } = resolved(api, schema)
  if (rest.default !== undefined) return rest.default
  if (only !== undefined) return only
  if (values) return values[0]
  const [first] = anyOf ?? oneOf ?? []
  if (first) return exampleOf(api, first, depth)
  if (depth > DEEPEST) return null
  if (type === 'object')
    return Object.fromEntries(required.map(name => [name, exampleOf(api, properties[name], depth + 1)]))
  if (type === 'array') return items ? [exampleOf(api, items, depth + 1)] : []
  if (type === 'integer' || type === 'number') return rest.minimum ?? 0
  return type === 'boolean' ? false : ''
}

const choicesOf = (api, schema) => {
  const { type, enum: values } = resolved(api, schema)
  if (type === 'boolean') return ['', 'true', 'false']
  return values ? ['', ...values] : undefined
}

/** One parameter: its field, and what it says. */
const fieldOf = (api, parameter) => {
  const { name, required = false, description = '', schema, in: where } = parameter
  const choices = choicesOf(api, schema)
  const attributes = { name, required: required && where === 'path', 'data-in': where, autocomplete: 'off' }
  const input = choices
    ? el('select', attributes, ...choices.map(value => el('option', { value }, value === '' ? '–' : value)))
    : el('input', { ...attributes, type: 'text' })
  return el(
    'label',
    { class: 'field' },
    el('span', {}, el('code', {}, name), required && ' required'),
    input,
    description && el('span', { class: 'quiet' }, description),
  )
}

const bodyOf = (api, { requestBody }) => {
  const [mediaType, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  if (!mediaType) return undefined
  const isJson = mediaType.includes('json')
  const text = isJson ? JSON.stringify(exampleOf(api, content.schema), null, 2) : ''
  const area = el('textarea', { name: 'body', rows: '8', spellcheck: 'false', 'data-media-type': mediaType })
  area.value = text
  return el('label', { class: 'field' }, el('span', {}, 'Body, ', el('code', {}, mediaType)), area)
}

/** The page may be open under another name than the one that `/openapi.json` says. */
const requestOf = (form, { method, path }) => {
  const query = new URLSearchParams()
  let filled = path
  for (const field of form.querySelectorAll('[data-in]')) {
    if (field.dataset.in === 'path') filled = filled.replace(`{${field.name}}`, encodeURIComponent(field.value))
    else if (field.dataset.in === 'query' && field.value !== '') query.append(field.name, field.value)
  }
  const headers = [...form.querySelectorAll('[data-in=header]')].flatMap(({ name, value }) =>
    value ? [[name, value]] : [],
  )
  const body = form.elements.body
  if (body?.value) headers.push(['content-type', body.dataset.mediaType])
  const search = query.size > 0 ? `?${query}` : ''
  return {
    method: method.toUpperCase(),
    url: `${location.origin}${filled}${search}`,
    headers,
    body: body?.value || undefined,
  }
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`

const curlOf = ({ method, url, headers, body }) =>
  ['curl', method === 'GET' ? '' : `-X ${method}`, quoted(url), "-H 'Authorization: Bearer YOUR_TOKEN'"]
    .concat(headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`))
    .concat(body ? [`--data-binary ${quoted(body)}`] : [])
    .filter(Boolean)
    .join(' \\\n  ')

const pretty = text => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const shown = text => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\n… ${text.length} characters` : text)

const send = async (request, output) => {
  output.replaceChildren(el('p', { class: 'quiet' }, 'Sending …'))
  const start = performance.now()
  try {
    const { method, url, headers, body } = request
    const response = await fetch(url, { method, headers, body, credentials: 'same-origin' })
    const text = await response.text()
    const ms = Math.round(performance.now() - start)
    output.replaceChildren(
      el(
        'p',
        {},
        el('strong', { 'data-ok': response.ok }, String(response.status)),
        ` ${response.statusText}, ${ms} ms`,
      ),
      el('pre', { tabindex: '0', 'aria-label': 'Response body' }, text === '' ? '(empty)' : shown(pretty(text))),
      el(
        'details',
        {},
        el('summary', {}, 'Headers'),
        el('pre', { tabindex: '0' }, [...response.headers].map(pair => pair.join(': ')).join('\n')),
      ),
      el('details', {}, el('summary', {}, 'As a curl command'), el('pre', { tabindex: '0' }, curlOf(request))),
    )
  } catch (error) {
    output.replaceChildren(el('p', { role: 'alert' }, `The call failed: ${error.message}`))
  }
}

const isWanted = ({ method, path }) =>
  READS.has(method) || confirm(`${method.toUpperCase()} ${path} changes something, as you. Continue?`)

const formOf = (api, operation) => {
  const output = el('div', { class: 'output', 'aria-live': 'polite' })
  const { parameters = [] } = operation.spec
  const submit = event => {
    event.preventDefault()
    if (isWanted(operation)) void send(requestOf(event.currentTarget, operation), output)
  }
  return el(
    'form',
    { submit },
    ...parameters.map(one => fieldOf(api, one)),
    bodyOf(api, operation.spec),
    el('p', {}, el('button', {}, 'Send')),
    output,
  )
}

/** Filled in when it is opened for the first time. */
const fill = (details, api, operation) => {
  if (details.childElementCount > 1) return
  const { description = '', 'x-session-only': isForSessions } = operation.spec
  details.append(
    ...description
      .split('\n\n')
      .filter(Boolean)
      .map(text => el('p', {}, text)),
    isForSessions
      ? el('p', { class: 'quiet' }, 'It needs a signed-in person on its own page, so it is not tried here.')
      : formOf(api, operation),
  )
}

const addressOf = ({ tag, id }) => `#/${encodeURIComponent(tag)}/${id}`

const detailsOf = (api, operation) => {
  const { method, path, spec } = operation
  const details = el(
    'details',
    {
      class: 'operation',
      'data-address': addressOf(operation),
      'data-text': `${spec.summary} ${path} ${operation.id}`.toLowerCase(),
    },
    el(
      'summary',
      {},
      el('span', { class: 'method', 'data-method': method }, method.toUpperCase()),
      el('code', {}, path),
      el('span', { class: 'summary' }, spec.summary ?? ''),
    ),
  )
  details.addEventListener('toggle', () => {
    if (!details.open) return
    fill(details, api, operation)
    history.replaceState(null, '', addressOf(operation))
  })
  return details
}

const operationsIn = ({ paths }) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.filter(method => methods[method]).map(method => {
      const spec = methods[method]
      const parameters = [...(methods.parameters ?? []), ...(spec.parameters ?? [])]
      return { method, path, spec: { ...spec, parameters }, id: spec.operationId, tag: spec.tags?.[0] ?? 'Other' }
    }),
  )

const openAddressed = root => {
  const wanted = decodeURIComponent(location.hash)
  const found = [...root.querySelectorAll('details.operation')].find(
    ({ dataset }) => decodeURIComponent(dataset.address) === wanted,
  )
  if (!found) return
  found.open = true
  found.scrollIntoView({ block: 'start' })
}

const narrow = (root, typed) => {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  for (const section of root.querySelectorAll('section')) {
    for (const one of section.querySelectorAll('details.operation'))
      one.hidden = !words.every(word => one.dataset.text.includes(word))
    section.hidden = section.querySelectorAll('details.operation:not([hidden])').length === 0
  }
  root.querySelector('.none').hidden = root.querySelectorAll('section:not([hidden])').length > 0
}

const draw = (root, api) => {
  const byTag = Map.groupBy(operationsIn(api), ({ tag }) => tag)
  const filter = el('input', {
    type: 'search',
    'aria-label': 'Filter operations',
    placeholder: 'Filter operations',
    input: () => narrow(root, filter.value),
  })
  root.replaceChildren(
    filter,
    el('p', { class: 'none', hidden: true }, 'No operation matches.'),
    ...[...byTag].map(([tag, operations]) =>
      el('section', {}, el('h2', {}, tag), ...operations.map(one => detailsOf(api, one))),
    ),
  )
  openAddressed(root)
  addEventListener('hashchange', () => openAddressed(root))
}

const root = document.getElementById('operations')
root.replaceChildren(el('p', { class: 'quiet' }, 'Loading the operations …'))
try {
  const response = await fetch('/openapi.json')
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  draw(root, await response.json())
} catch (error) {
  root.replaceChildren(el('p', { role: 'alert' }, `The operations could not be loaded: ${error.message}`))
}
