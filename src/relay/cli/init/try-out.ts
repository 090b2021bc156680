/** An answer tried at once, with the checks of `doctor`. */
import type { CrmClient } from '../../../crm/port';
import type { Config } from '../../config/config';
import { loadConfig } from '../../config/load';
import type { Finding, LookAtRedis, Situation } from '../doctor/check';
import { suitecrm } from '../doctor/checks/crm';
import { amiRights } from '../doctor/checks/pbx';
import { redis } from '../doctor/checks/sharing';
import type { Answers } from './answers';

export interface TryOut {
  /** The login of the PBX, and what it may do. */
  readonly pbx: (answers: Answers) => Promise<Finding>;
  readonly crm: (answers: Answers) => Promise<Finding>;
  readonly redis: (answers: Answers) => Promise<Finding>;
}

/** Nothing runs yet: what the checks would ask a relay for is not there. */
const situationOf = (config: Config, crm: CrmClient | null): Situation => ({
  config,
  warnings: [],
  relay: { url: '', health: null, status: null, calls: [], problem: null },
  crm,
});

export const createTryOut = (
  cwd: string,
  createCrm: (config: Config) => CrmClient | null,
  lookAtRedis: LookAtRedis,
): TryOut => {
  // Its own part alone: the others may not be answered yet. Nor does .env count, where an answer takes something away.
  const configOf = (answers: Answers, part: RegExp): Config => {
    const env = Object.fromEntries(
      Object.entries(answers).filter(([name, value]) => value && part.test(name)),
    );
    return loadConfig({ env, cwd, dotEnv: false, needsPbx: false }).config;
  };
  return {
    pbx: async (answers) => {
      const config = configOf(answers, /^(AMI_|CONFIG$)/);
      const [pbx] = config.pbxs;
      if (!pbx) throw new Error('no PBX in the settings');
      return amiRights(pbx)(situationOf(config, null));
    },
    crm: async (answers) => {
      const config = configOf(answers, /^(SUITECRM_|CONFIG$)/);
      const crm = createCrm(config);
      try {
        return await suitecrm(situationOf(config, crm));
      } finally {
        crm?.close();
      }
    },
    redis: async (answers) => redis(lookAtRedis)(situationOf(configOf(answers, /^(REDIS_|CONFIG$)/), null)),
  };
};
