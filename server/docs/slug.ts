/** The anchor of a heading as GitHub makes it, so that a link works there and here. */
export const idOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
