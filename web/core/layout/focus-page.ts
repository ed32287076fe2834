/** Puts the focus on the page's heading or, while that is on its way, on the content, which hands it on. */
export const focusPage = () => {
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
  target?.focus({ preventScroll: true })
}
