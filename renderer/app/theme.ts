/**
 * Looks of the page: cool greys, one accent, and three colours that mean something (recording, attention, safe).
 * Sizes are 12/14/16/20/28 px on a 4 px grid. Components read the variables below; nothing else names a colour.
 */
import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from '@mantine/core';

const indigo: MantineColorsTuple = [
  '#eef0ff',
  '#dcdffb',
  '#b9bff4',
  '#98a2ff',
  '#7681e8',
  '#6470e4',
  '#5360d6',
  '#4350c8',
  '#3b47b3',
  '#313c9e',
];
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f5',
  '#e1e4ea',
  '#d0d5de',
  '#bcc3cf',
  '#868e9c',
  '#5c6370',
  '#434a57',
  '#2b303a',
  '#1b1e25',
];
const dark: MantineColorsTuple = [
  '#eceef2',
  '#c3c8d2',
  '#a2a9b6',
  '#878e9b',
  '#4a515e',
  '#2e333c',
  '#262a32',
  '#1c1f25',
  '#14161a',
  '#0e1013',
];

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  colors: { indigo, gray, dark },
  white: '#ffffff',
  black: '#1b1e25',
  fontFamily:
    "'Pretendard Variable', Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', system-ui, sans-serif",
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.5' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
    },
  },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.4', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: {
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.4, blur: 2 },
        transitionProps: { transition: 'pop', duration: 140 },
      },
      styles: { title: { fontWeight: 650 } },
    },
    SegmentedControl: { defaultProps: { withItemsBorders: false } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
  },
});

/** `--air-*` variables: [light, dark]. Text colours reach 4.5:1 on ground and surface. */
const tokens = {
  ground: ['#f7f8fa', '#14161a'],
  surface: ['#ffffff', '#1c1f25'],
  raised: ['#ffffff', '#262a32'],
  line: ['#e1e4ea', '#2e333c'],
  edge: ['#868e9c', '#6d7482'],
  text: ['#1b1e25', '#eceef2'],
  faint: ['#5c6370', '#a2a9b6'],
  accent: ['#4350c8', '#98a2ff'],
  'accent-soft': ['#eceefc', '#2a2e4d'],
  recording: ['#c9252d', '#ff7a78'],
  'recording-fill': ['#c9252d', '#d8323a'],
  'recording-soft': ['#fdecec', '#43211f'],
  attention: ['#8a5a00', '#f0b95a'],
  'attention-soft': ['#fdf3e0', '#3a2d15'],
  safe: ['#1a7348', '#6fcf9b'],
  'safe-soft': ['#e6f5ec', '#173326'],
  mark: ['#ffe9a8', '#6a5412'],
  shadow: ['0 8px 30px rgb(20 24 40 / 16%)', '0 8px 30px rgb(0 0 0 / 55%)'],
} as const satisfies Record<string, readonly [string, string]>;

const variables = (side: 0 | 1) =>
  Object.fromEntries(Object.entries(tokens).map(([name, values]) => [`--air-${name}`, values[side]]));

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...variables(0),
    '--mantine-color-body': tokens.surface[0],
    '--mantine-color-text': tokens.text[0],
    '--mantine-color-dimmed': tokens.faint[0],
    '--mantine-color-anchor': tokens.accent[0],
    '--mantine-color-error': tokens.attention[0],
    '--mantine-color-placeholder': tokens.faint[0],
    '--mantine-color-default-border': '#bcc3cf',
  },
  dark: {
    ...variables(1),
    '--mantine-color-body': tokens.surface[1],
    '--mantine-color-text': tokens.text[1],
    '--mantine-color-dimmed': tokens.faint[1],
    '--mantine-color-anchor': tokens.accent[1],
    '--mantine-color-error': tokens.attention[1],
    '--mantine-color-placeholder': tokens.faint[1],
    '--mantine-color-default-border': '#4a515e',
    '--mantine-color-indigo-light': tokens['accent-soft'][1],
    '--mantine-color-indigo-light-color': tokens.accent[1],
    '--mantine-color-indigo-light-hover': '#333862',
    '--mantine-primary-color-light': tokens['accent-soft'][1],
    '--mantine-primary-color-light-color': tokens.accent[1],
    '--mantine-primary-color-light-hover': '#333862',
  },
});
