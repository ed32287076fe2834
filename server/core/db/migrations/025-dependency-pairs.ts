/** Both indexes of dependencies hold all that tells two apart, so that whichever one is used finds a single row. */
export const dependencyPairs = [
  'drop index dependencies_callee',
  'create index dependencies_callee on dependencies (callee, caller_id, method, path, source)',
]
