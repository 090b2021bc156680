export { createSuiteCrm } from './client';
export { suiteCrmOptionsSchema, type SuiteCrmOptions } from './options';
