/** A SuiteCRM that speaks the real wire protocol, for the demo and the tests. */
export { createSuiteCrmSimulator, type SimulatedRecord, type SuiteCrmSimulator } from './server';
export type { SuiteCrmSeed } from './data';
export type { FaultyRequest, RequestFault } from './faults';
export { demoSeed, demoSignIn } from './demo-seed';
