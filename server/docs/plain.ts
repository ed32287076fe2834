/** A text without its Markdown, for indexes. */
export const plain = (markdown: string) =>
  markdown
    .replace(/^```.*$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\|[-| ]+\|$/gm, '')
    .replace(/[*`|>]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
