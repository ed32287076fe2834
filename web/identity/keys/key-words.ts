/** How the name and the description of a key are asked for. */
export const KEY_WORDS = { example: 'deploy-pipeline', hint: 'What is it for, and where does it run?' } as const
