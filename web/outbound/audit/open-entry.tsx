import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type AuditLog, getAuditLog } from '../../../contract/outbound/audit.ts'
import { ask } from '../../core/api/queries.ts'
import { Problem } from '../../core/layout/problem.tsx'
import { AuditPanel } from './audit-panel.tsx'

type Props = { id: string | undefined; onClose: () => void }

/** The entry that the address names, also where it is not on this page of the list. It stays known while the panel closes. */
export const OpenEntry = ({ id, onClose }: Props) => {
  const { data, error } = useQuery({ ...ask(getAuditLog, { params: { id: id ?? '' } }), enabled: id !== undefined })
  const [shown, setShown] = useState<AuditLog>()
  useEffect(() => {
    if (data) setShown(data)
  }, [data])
  return (
    <>
      <Problem error={error} />
      <AuditPanel log={data ?? shown} opened={id !== undefined && data !== undefined} onClose={onClose} />
    </>
  )
}
