/** What administrators do is written down before they have the answer; also what was refused to a key or an agent. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Audit } from '../administration/audit';
import { nameOf } from './access';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The name of the act in the audit log, e.g. `agents.remove`; each route of the scope `admin` that changes something has one. */
    audit?: string;
  }
  interface FastifyRequest {
    /** What the act is done to, where the address does not say it. No secret, no number. */
    auditTarget: string | null;
  }
}

const paramsSchema = z.object({ id: z.string(), callId: z.string(), name: z.string() }).partial();

const targetOf = ({ auditTarget, params }: FastifyRequest): string | null => {
  const { id, callId, name } = paramsSchema.safeParse(params).data ?? {};
  return auditTarget ?? id ?? callId ?? name ?? null;
};

const resultOf = (status: number) => (status < 400 ? 'done' : status < 500 ? 'refused' : 'failed');

/** Before the routes. */
export const installAudit = (app: FastifyInstance, audit: Audit): void => {
  app.decorateRequest('auditTarget', null);
  app.addHook('onSend', (request, reply, payload, done) => {
    const { audit: act } = request.routeOptions.config;
    const { caller } = request;
    // Who nobody knows has done nothing; who asks too often would fill the list.
    if (act !== undefined && caller && reply.statusCode !== 429)
      audit.record({
        who: caller.kind === 'key' ? nameOf(caller) : `agent:${nameOf(caller)}`,
        act,
        target: targetOf(request),
        address: request.ip,
        result: resultOf(reply.statusCode),
        status: reply.statusCode,
      });
    done(null, payload);
  });
};
