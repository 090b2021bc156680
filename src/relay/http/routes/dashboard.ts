import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Call } from '../../../shared/call/call';
import { AppError } from '../../../shared/errors';
import { callStorySchema, type CallStory } from '../../../shared/protocol/call-story';
import { logPageSchema, logQuerySchema, type LogPage, type LogQuery } from '../../../shared/protocol/logs';
import {
  seriesQuerySchema,
  seriesSchema,
  type Series,
  type SeriesQuery,
} from '../../../shared/protocol/series';
import { settingsSchema, type Settings } from '../../../shared/protocol/settings';
import { keyWith } from '../access';
import type { RelayService } from '../service';

/** `app/dashboard.ts` gives it. */
export interface Dashboard {
  series: (query: SeriesQuery) => Series;
  logs: (query: LogQuery) => LogPage;
  settings: () => Settings;
  story: (call: Call) => CallStory;
}

const byId = z.object({ id: z.string().min(3).max(120) });

export const dashboardRoutes =
  (dashboard: Dashboard, service: Pick<RelayService, 'call'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/api/series',
      {
        config: { access: keyWith('read') },
        schema: {
          summary: 'Calls, late pops and lag of the last day, in buckets',
          tags: ['Dashboard'],
          querystring: seriesQuerySchema,
          response: { 200: seriesSchema },
        },
      },
      (request) => dashboard.series(request.query),
    );

    app.get(
      '/api/logs',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'The last lines of the log, masked',
          tags: ['Dashboard'],
          querystring: logQuerySchema,
          response: { 200: logPageSchema },
        },
      },
      (request) => dashboard.logs(request.query),
    );

    app.get(
      '/api/settings',
      {
        config: { access: keyWith('admin') },
        schema: {
          summary: 'The settings in force, and where each came from; of secrets whether they are set',
          tags: ['Dashboard'],
          response: { 200: settingsSchema },
        },
      },
      () => dashboard.settings(),
    );

    app.get(
      '/api/calls/:id/story',
      {
        config: { access: keyWith('read'), errors: ['not_found'] },
        schema: {
          summary: 'How a call went: events, pops, CRM, conversations and notes in the order of time',
          tags: ['Dashboard'],
          params: byId,
          response: { 200: callStorySchema },
        },
      },
      (request) => {
        const { id } = request.params;
        const call = service.call(id);
        if (!call) throw new AppError('not_found', `There is no call with the id ${id}.`);
        return dashboard.story(call);
      },
    );
    done();
  };
