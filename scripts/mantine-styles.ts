/**
 * Styles of Mantine's components go with the components: in the build, `@mantine/core/styles.layer.css` is what all of them share, and each
 * component brings its own. As one file they were a sixth of the first load, most of it of components that no page has. They
 * are in a layer, which our own styles override whatever is loaded first.
 */
import { basename } from 'node:path'
import type { Plugin } from 'vite'

const WHOLE = /@mantine\/core\/styles\.layer\.css$/
const CLASS_NAMES = /@mantine\/core\/esm\/.+\.module\.mjs$/
const SHARED = ['baseline', 'default-css-variables', 'global']

/** A component names its parts and what it builds upon before its own class names, so that its styles come after theirs. */
export const mantineStyles: Plugin = {
  name: 'mantine-styles',
  apply: 'build',
  load: id =>
    WHOLE.test(id) ? SHARED.map(name => `@import '@mantine/core/styles/${name}.layer.css';`).join('\n') : undefined,
  transform: (code, id) =>
    CLASS_NAMES.test(id)
      ? `import '@mantine/core/styles/${basename(id, '.module.mjs')}.layer.css'\n${code}`
      : undefined,
}
