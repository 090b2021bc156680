export { createCallLog, type CallLog } from './call-log';
export { createFollowers } from './followers';
export type { RecordingOptions, Turn } from './follower';
export { listed } from './list';
export {
  callRecord,
  type AgentByExtension,
  type CallLogAgent,
  type Wording,
} from '../../crm/call-record/record';
export { belongsInCrm, takesMore, type CallLogRules } from '../../crm/call-record/rules';
