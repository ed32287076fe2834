// Tries operations as the signed-in person: the session's cookie goes along, nothing is kept, and a write is asked about first.
const READS = new Set(['get', 'head', 'options'])

const isForSessions = (system, path, method) =>
  system.specSelectors.specJson().getIn(['paths', path, method, 'x-session-only']) === true

const rules = {
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: (original, system) => (state, path, method) =>
          original(state, path, method) && !isForSessions(system, path, method),
      },
      wrapActions: {
        executeRequest: original => request => {
          const { method, pathName } = request
          const isWanted =
            READS.has(method) || confirm(`${method.toUpperCase()} ${pathName} changes something, as you. Go on?`)
          return isWanted ? original(request) : undefined
        },
      },
    },
  },
  wrapComponents: {
    authorizeBtn: () => () => null,
    authorizeOperationBtn: () => () => null,
    ServersContainer: () => () => null,
    // A link within the button that opens the operation cannot be focused separately.
    DeepLink:
      (_original, { React }) =>
      ({ text }) =>
        React.createElement('span', null, text),
  },
}

/** The page may be open under another name than the one that `/openapi.json` says. */
const toThisOrigin = request => {
  const { pathname, search } = new URL(request.url, location.origin)
  return Object.assign(request, { url: `${location.origin}${pathname}${search}`, credentials: 'same-origin' })
}

/** What the renderer leaves without a name or out of the keyboard's reach. */
const complete = () => {
  for (const row of document.querySelectorAll('tr[data-param-name]'))
    for (const field of row.querySelectorAll('select, input, textarea'))
      if (!field.hasAttribute('aria-label')) field.setAttribute('aria-label', row.dataset.paramName)
  for (const code of document.querySelectorAll('#operations pre')) code.tabIndex = 0
}
new MutationObserver(complete).observe(document.getElementById('operations'), { childList: true, subtree: true })

SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#operations',
  deepLinking: true,
  docExpansion: 'none',
  tryItOutEnabled: true,
  persistAuthorization: false,
  displayRequestDuration: true,
  validatorUrl: null,
  requestInterceptor: toThisOrigin,
  plugins: [rules],
})
