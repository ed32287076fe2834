import { Modal } from '@mantine/core'
import { PaletteSearch } from './palette-search.tsx'

type Props = { opened: boolean; onClose: () => void }

/** Finds everything that one may see, and what one may do. */
export const Palette = ({ opened, onClose }: Props) => (
  <Modal
    opened={opened}
    onClose={onClose}
    withCloseButton={false}
    aria-label="Search"
    padding="sm"
    size="lg"
    centered={false}
    yOffset="10vh"
  >
    <PaletteSearch onClose={onClose} />
  </Modal>
)
