/** How it looks: quiet, dense, neutral greys and one accent; every pair of text and ground meets WCAG AA in both schemes. */
import { type CSSVariablesResolver, createTheme, localStorageColorSchemeManager } from '@mantine/core'
import { THEME_KEY } from './preferences.ts'

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace'

export const theme = createTheme({
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.35' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.5' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.5' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { md: '1.5' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 7 },
  colors: {
    accent: [
      '#eef3ff',
      '#dce6fb',
      '#bccff6',
      '#98b5f1',
      '#7a9fec',
      '#5a86e3',
      '#2f63d1',
      '#2a59bd',
      '#244da4',
      '#1b3b80',
    ],
    danger: [
      '#fdeeee',
      '#f9dada',
      '#f2b5b5',
      '#ec9191',
      '#e57070',
      '#d94a4a',
      '#c22525',
      '#b02020',
      '#961b1b',
      '#741515',
    ],
  },
  components: {
    Tooltip: {
      defaultProps: { multiline: true, maw: 320, withArrow: true, events: { hover: true, focus: true, touch: true } },
    },
    // A dialog's title is no header of the page, which has one.
    ModalHeader: { defaultProps: { component: 'div' } },
    DrawerHeader: { defaultProps: { component: 'div' } },
    Modal: { defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' } } },
  },
})

/** Mantine's own dimmed, error and placeholder greys are too pale for AA. */
export const colorVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1f2328',
    '--mantine-color-dimmed': '#596069',
    '--mantine-color-placeholder': '#6b727a',
    '--mantine-color-error': '#c22525',
    '--mantine-color-anchor': '#2a59bd',
    '--portico-side': '#f6f7f8',
    '--portico-hover': '#eceef0',
    '--portico-good': '#1d6b34',
    '--portico-good-ground': '#e3f4e8',
    '--portico-warning': '#7a4b00',
    '--portico-warning-ground': '#fdf0d5',
    '--portico-bad': '#a61e1e',
    '--portico-bad-ground': '#fdeaea',
    '--portico-neutral': '#495057',
    '--portico-neutral-ground': '#eceef0',
  },
  dark: {
    '--mantine-color-body': '#1b1c1e',
    '--mantine-color-text': '#dcdfe3',
    '--mantine-color-dimmed': '#a3a9b0',
    '--mantine-color-placeholder': '#989ea6',
    '--mantine-color-error': '#ff9a9a',
    '--mantine-color-anchor': '#98b5f1',
    '--portico-side': '#232528',
    '--portico-hover': '#303338',
    '--portico-good': '#8fd6a3',
    '--portico-good-ground': '#1d3326',
    '--portico-warning': '#f0c57a',
    '--portico-warning-ground': '#3a2f1a',
    '--portico-bad': '#ffa8a8',
    '--portico-bad-ground': '#3f2324',
    '--portico-neutral': '#c3c8ce',
    '--portico-neutral-ground': '#34373c',
  },
})

/** The system's scheme, or the one that was chosen in My profile. */
export const schemeManager = localStorageColorSchemeManager({ key: THEME_KEY })
