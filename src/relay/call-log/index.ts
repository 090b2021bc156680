export { createCallLog, type CallLog } from './call-log';
export { listed } from './list';
export {
  belongsInCrm,
  callRecord,
  takesConversations,
  type AgentByExtension,
  type CallLogAgent,
} from './record';
