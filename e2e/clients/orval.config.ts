// biome-ignore lint/style/noDefaultExport: orval reads the default export
export default {
  portico: {
    input: './openapi.json',
    output: {
      target: './orval/client.ts',
      client: 'fetch',
      // without it, orval writes addresses for pages of the same origin
      baseUrl: { getBaseUrlFromSpecification: true },
    },
  },
}
