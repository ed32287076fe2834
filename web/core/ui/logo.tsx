/** The mark, as in `favicon.svg`. */
export const Logo = () => (
  <svg viewBox="0 0 32 32" width="20" height="20" aria-hidden="true" focusable="false">
    <path fill="currentColor" d="M3 28V13L16 4l13 9v15h-5V16h-4v12h-8V16H8v12z" />
  </svg>
)
