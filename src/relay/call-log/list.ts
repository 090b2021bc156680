/** The outbox as a person reads it. Pure: jobs of the store in, lines of `GET /api/call-log` out. */
import { iso } from '../../shared/clock';
import type { CallLogJob } from '../../shared/protocol/call-log';
import { createRedactor } from '../../shared/redact';
import type { ListedJob } from '../store/job-port';

const redact = createRedactor();

export const listed = ({
  callId,
  kind,
  status,
  startedAt,
  attempts,
  dueAt,
  error,
}: ListedJob): CallLogJob => ({
  callId,
  kind,
  status,
  startedAt,
  tries: attempts,
  nextTryAt: status === 'pending' ? iso(dueAt) : null,
  // The CRM's own words may quote what was sent to it.
  error: error === null ? null : redact.text(error),
});
