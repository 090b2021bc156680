export { createCallLog, type CallLog } from './call-log';
export { listed } from './list';
export { callRecord, type AgentByExtension, type CallLogAgent, type Wording } from './record';
export { belongsInCrm, takesConversations, type CallLogRules } from './rules';
