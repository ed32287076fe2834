import { IconDots } from '@tabler/icons-react'
import type { ComponentPropsWithRef } from 'react'
import classes from './row-menu.module.css'

export const RowMenuButton = ({ of, ...button }: ComponentPropsWithRef<'button'> & { of: string }) => (
  <button
    type="button"
    aria-haspopup="menu"
    aria-expanded={false}
    aria-label={`Actions for ${of}`}
    {...button}
    className={classes.button}
  >
    <IconDots size={16} aria-hidden />
  </button>
)
