export { createCallLog, type CallLog } from './call-log';
export { belongsInCrm, callRecord, type AgentByExtension, type CallLogAgent } from './record';
