/** Keeps agents like the users of the CRM: its own only, never those of config.json or of the API. */
import type { CrmStaff } from '../../../crm/port';
import { iso, type Clock } from '../../../shared/clock';
import { AppError } from '../../../shared/errors';
import type { Logger } from '../../../shared/logger';
import type { Agent } from '../../../shared/protocol/agent';
import type { AgentsFromCrm, AgentsFromCrmState } from '../../../shared/protocol/agents-from-crm';
import type { CrmAgentsConfig } from '../../config/crm-agents';
import type { StoredAgent } from '../../store/agent-port';
import { planAgents, removesTooMany, type AgentsPlan } from './plan';

export interface AgentsFromCrmDeps {
  /** Undefined where the CRM does not tell who its users are; null without a CRM. */
  staff: CrmStaff | undefined | null;
  stored: () => readonly StoredAgent[];
  add: (agent: Agent) => void;
  /** His open desktops are told. */
  change: (agent: Agent) => void;
  /** His open desktops are closed. */
  remove: (id: string) => void;
  pbxId: string;
  clock: Clock;
  log: Logger;
}

export type AgentsOfCrm = ReturnType<typeof createAgentsFromCrm>;

export const createAgentsFromCrm = (config: CrmAgentsConfig, deps: AgentsFromCrmDeps) => {
  const { staff, clock, log } = deps;
  const state: AgentsFromCrmState = {
    enabled: config.enabled,
    readAt: null,
    users: 0,
    problem: null,
    conflicts: [],
  };
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;
  const isStopped = (): boolean => stopped;

  const note = (problem: string | null): void => {
    if (problem !== null && problem !== state.problem)
      log.warn('The agents could not be brought up to the users of the CRM; they stay as they are.', {
        problem,
      });
    if (problem === null && state.problem !== null)
      log.info('The agents are brought up to the users of the CRM again.');
    state.problem = problem;
  };

  /** Throws `AppError` for a list that can not be had, or can not be all. */
  const read = async (): Promise<AgentsPlan> => {
    if (!staff)
      throw new AppError(
        'unavailable',
        'This relay has no CRM whose users could be agents; set its SUITECRM_ settings and restart it.',
      );
    const users = await staff.list(config.field);
    if (!users.ok) throw users.error;
    if (users.value.length === 0)
      throw new AppError(
        'crm_refused',
        'SuiteCRM shows no active user at all. Check the role of the user that the relay signs in with.',
      );
    state.readAt = iso(clock.now());
    state.users = users.value.length;
    return planAgents(users.value, deps.stored(), deps.pbxId);
  };

  const noteConflicts = (conflicts: AgentsPlan['conflicts']): void => {
    const known = new Set(state.conflicts.map(({ userId, reason }) => `${userId} ${reason}`));
    for (const { userId, name, reason } of conflicts)
      if (!known.has(`${userId} ${reason}`))
        log.warn('A user of the CRM has the extension of another one; he stays as he is.', {
          userId,
          name,
          reason,
        });
    state.conflicts = conflicts;
  };

  /** One that fails, e.g. because an administrator was faster, comes again the next time. */
  const each = (agents: readonly Agent[], what: string, act: (agent: Agent) => void): Agent[] =>
    agents.filter((agent) => {
      try {
        act(agent);
        log.info(`An agent was ${what} as in the CRM.`, { agentId: agent.id, extensions: agent.extensions });
        return true;
      } catch (error) {
        log.error(`An agent could not be ${what} as in the CRM.`, { agentId: agent.id, error });
        return false;
      }
    });

  const carryOut = (plan: AgentsPlan): AgentsFromCrm => {
    // Who goes first frees his extension.
    const removed = each(plan.removed, 'removed', ({ id }) => deps.remove(id));
    const changed = each(
      plan.changed.map(({ after }) => after),
      'changed',
      deps.change,
    );
    const added = each(plan.added, 'made', deps.add);
    return {
      ...plan,
      applied: true,
      removed,
      changed: plan.changed.filter(({ after }) => changed.includes(after)),
      added,
    };
  };

  /** One after the other, so that a plan is never carried out twice. */
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = running.then(task);
    running = turn.catch(() => undefined);
    return turn;
  };

  return {
    state: (): AgentsFromCrmState => state,

    /**
     * What would be done, or with `apply` does it, however many it takes away: somebody has looked at it. Throws `unavailable`
     * where it is not set up, and what the CRM says where it does not answer.
     */
    run: (apply: boolean): Promise<AgentsFromCrm> =>
      inTurn(async () => {
        if (apply && !config.enabled)
          throw new AppError(
            'unavailable',
            'crm.agents.enabled is off in config.json, so nobody would keep these agents like the CRM. Set it and restart the relay.',
          );
        const plan = await read();
        if (!apply) return { ...plan, applied: false };
        const done = carryOut(plan);
        note(null);
        noteConflicts(plan.conflicts);
        return done;
      }),

    /** By the clock. Never throws for what the CRM does. */
    keep: (): Promise<void> =>
      inTurn(async () => {
        if (isStopped()) return;
        try {
          const plan = await read();
          if (isStopped()) return;
          if (removesTooMany(plan)) {
            note(
              `${plan.removed.length} of ${plan.removed.length + plan.unchanged + plan.changed.length} agents would lose their access at once, which is probably a mistake in SuiteCRM. To have it so: npm run relay -- agents from-crm --apply`,
            );
            return;
          }
          carryOut(plan);
          note(null);
          noteConflicts(plan.conflicts);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          note(error.message);
        }
      }),

    everyMs: config.everyMinutes * 60_000,
    stop: (): void => {
      stopped = true;
    },
  };
};
