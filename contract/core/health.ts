import * as T from 'typebox'
import { operation, PUBLIC } from './operation.ts'

const Status = T.Object({ status: T.String() })

export const live = operation({
  id: 'live',
  method: 'GET',
  path: '/health/live',
  tag: 'Health',
  summary: 'The process runs',
  needs: PUBLIC,
  answers: { 200: Status },
})
export const ready = operation({
  id: 'ready',
  method: 'GET',
  path: '/health/ready',
  tag: 'Health',
  summary: 'Requests can be served',
  needs: PUBLIC,
  answers: { 200: Status, 503: Status },
})
export const openApiDocument = operation({
  id: 'openApiDocument',
  method: 'GET',
  path: '/openapi.json',
  tag: 'Health',
  summary: 'This document',
  needs: PUBLIC,
  answers: { 200: T.Unknown() },
})
