/** Paging as every list answers it. */

export type PageQuery = { page?: number | undefined; pageSize?: number | undefined }

const DEFAULT_SIZE = 250

export const pageOf = ({ page = 0, pageSize = DEFAULT_SIZE }: PageQuery) => ({ page, pageSize })

export const pageFields = ({ page, pageSize }: { page: number; pageSize: number }, total: number) => ({
  page,
  total,
  totalPages: Math.ceil(total / pageSize),
})
