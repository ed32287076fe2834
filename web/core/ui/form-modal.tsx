import { Modal, type ModalProps, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'

type Props = Pick<ModalProps, 'opened' | 'onClose' | 'title' | 'size' | 'children'> & {
  /** While it is sent nothing closes it: its answer, perhaps a secret, would be lost. */
  isSending?: boolean
}

/** A dialog with a form: a click outside does nothing, and Esc or × ask first once something was typed or chosen. */
export const FormModal = ({ opened, onClose, isSending = false, children, ...modal }: Props) => {
  const isTouched = useRef(false)
  const [isAsking, setAsking] = useState(false)
  // on closing, not on opening: an effect of the opening may run after the first letter was typed
  useEffect(() => {
    if (opened) return
    isTouched.current = false
    setAsking(false)
  }, [opened])
  const close = () => {
    if (isSending) return
    // after the key press: it goes to each dialog that is open, and would close the question at once
    if (isTouched.current) setTimeout(() => setAsking(true))
    else onClose()
  }
  const touch = () => {
    isTouched.current = true
  }
  return (
    <>
      <Modal {...modal} opened={opened} onClose={close} closeOnClickOutside={false} closeOnEscape={!isAsking}>
        <div onChange={touch}>{children}</div>
      </Modal>
      <ConfirmDialog
        opened={isAsking}
        title="Leave without saving?"
        confirmLabel="Leave"
        onConfirm={onClose}
        onClose={() => setAsking(false)}
      >
        <Text>Your changes will be lost.</Text>
      </ConfirmDialog>
    </>
  )
}
