/** How often to repeat what becomes more certain each time: the short form runs in `npm run check`, the long one in `npm test`. */
export const rounds = ({ short, long }: { short: number; long: number }): number =>
  process.env.TEST_LONG === 'yes' ? long : short
