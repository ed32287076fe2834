import * as T from 'typebox'
import { operation, SESSION } from '../core/operation.ts'

const Samples = T.Object({ loaded: T.Boolean(), entities: T.Integer(), scorecards: T.Integer(), people: T.Integer() })
const needs = { permission: 'EDIT_SETTINGS', credential: SESSION } as const

export const getSamples = operation({
  id: 'getSamples',
  method: 'GET',
  path: '/api/v1/samples',
  tag: 'Samples',
  summary: 'Get whether the sample catalog is loaded',
  needs,
  answers: { 200: Samples },
})
export const loadSamples = operation({
  id: 'loadSamples',
  method: 'POST',
  path: '/api/v1/samples',
  tag: 'Samples',
  summary: 'Load the sample catalog',
  needs,
  writes: true,
  answers: { 200: Samples },
})
export const removeSamples = operation({
  id: 'removeSamples',
  method: 'DELETE',
  path: '/api/v1/samples',
  tag: 'Samples',
  summary: 'Remove the sample catalog',
  description: 'Sample people who were invited or have signed in stay.',
  needs,
  writes: true,
  answers: { 200: Samples },
})
