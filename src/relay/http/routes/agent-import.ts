import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { agentImportQuerySchema, agentImportSchema } from '../../../shared/protocol/agent-import';
import { importAgents } from '../../agents/import';
import type { AgentRegistry } from '../../agents/registry';
import { keyWith } from '../access';
import type { RelayService } from '../service';

export const agentImportRoutes =
  (registry: AgentRegistry, service: Pick<RelayService, 'health'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body),
    );

    app.post(
      '/api/agents/import',
      {
        config: { access: keyWith('admin'), audit: 'agents.import' },
        schema: {
          summary: 'Make many agents of a CSV file; their codes are shown this once',
          tags: ['Agents'],
          consumes: ['text/csv'],
          querystring: agentImportQuerySchema,
          body: z.string(),
          response: { 200: agentImportSchema },
        },
      },
      async (request) => {
        const { dryRun } = request.query;
        request.auditTarget = dryRun ? 'looked only' : 'a file';
        const pbxIds = service.health().pbx.map(({ id }) => id);
        const result = await importAgents(request.body, request.query, { registry, pbxIds });
        if (!dryRun) request.auditTarget = `${result.added.length} agents`;
        return result;
      },
    );
    done();
  };
