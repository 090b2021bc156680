/** What `init` asks, part by part; each part is tried before the next is asked for. */
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/errors';
import type { SettingName } from '../../config/environment';
import type { Finding } from '../doctor/check';
import { askFor, confirm, type Answers, type Asking } from './answers';
import type { TryOut } from './try-out';

export interface Interview extends Asking {
  tryOut: TryOut;
  /** Goes on where a check fails and nobody can be asked. */
  insist: boolean;
}

const longRandom = (): string => randomBytes(32).toString('hex');

/**
 * Asks a part, tries it, and asks again where it fails, until it works or the person goes on all the same.
 * Throws `AppError('config')` where it fails and nobody can be asked.
 */
const asked = async (
  interview: Interview,
  ask: () => Promise<void>,
  look: (answers: Answers) => Promise<Finding>,
): Promise<void> => {
  for (;;) {
    await ask();
    const { verdict, what, mend } = await look(interview.answers);
    const sentence = `${what}${mend === null ? '' : ` -> ${mend}`}`;
    interview.print(`  ${verdict.padEnd(4)}  ${sentence}`);
    if (verdict !== 'fail' || interview.insist) return;
    if (interview.prompt === null)
      throw new AppError('config', `Nothing was written. Mend it, or give --insist to go on all the same.`);
    if (!(await confirm(interview, 'Answer this again?', true))) return;
  }
};

const has = (answers: Answers, name: SettingName): boolean =>
  Boolean(answers[name] ?? '') || Boolean(answers[`${name}_FILE`]);

const forget = (answers: Answers, names: readonly SettingName[]): void => {
  for (const name of names) {
    answers[name] = '';
    answers[`${name}_FILE`] = '';
  }
};

const overTls = async (interview: Interview): Promise<boolean> => {
  const { answers, prompt } = interview;
  const known = answers.AMI_TLS ?? 'false';
  if (prompt === null) await askFor(interview, 'AMI_TLS', 'Manager interface over TLS', known);
  const isOn = await confirm(interview, 'Is its manager interface over TLS?', /^(true|1|yes)$/.test(known));
  answers.AMI_TLS = String(isOn);
  return isOn;
};

export const askPbx = async (interview: Interview): Promise<void> => {
  interview.print('');
  interview.print('Asterisk or FreePBX: a manager user (README.md, step 1)');
  await asked(
    interview,
    async () => {
      await askFor(interview, 'AMI_HOST', 'Host name or address of Asterisk');
      const port = (await overTls(interview)) ? '5039' : '5038';
      await askFor(interview, 'AMI_PORT', 'Port of the manager interface', port);
      await askFor(interview, 'AMI_USERNAME', 'Manager user', 'cti-relay');
      await askFor(interview, 'AMI_SECRET', 'Its secret (not shown)');
    },
    interview.tryOut.pbx,
  );
};

const ofSuiteCrm = [
  'SUITECRM_URL',
  'SUITECRM_CLIENT_ID',
  'SUITECRM_CLIENT_SECRET',
  'SUITECRM_USERNAME',
  'SUITECRM_PASSWORD',
] as const;

export const askCrm = async (interview: Interview): Promise<void> => {
  interview.print('');
  interview.print('SuiteCRM: an OAuth2 client (README.md, step 2)');
  const before = interview.answers.SUITECRM_URL;
  if (!(await confirm(interview, 'Log calls in SuiteCRM?', interview.prompt !== null || Boolean(before)))) {
    forget(interview.answers, ofSuiteCrm);
    return;
  }
  await asked(
    interview,
    async () => {
      await askFor(interview, 'SUITECRM_URL', 'Address of SuiteCRM, e.g. https://crm.example.com');
      await askFor(interview, 'SUITECRM_CLIENT_ID', "The client's id");
      await askFor(interview, 'SUITECRM_CLIENT_SECRET', "The client's secret (not shown)");
      const user = await askFor(
        interview,
        'SUITECRM_USERNAME',
        'User, for a Password Client ("-" for none: Client Credentials)',
        '',
      );
      if (user === '') forget(interview.answers, ['SUITECRM_PASSWORD']);
      else await askFor(interview, 'SUITECRM_PASSWORD', 'His password (not shown)');
    },
    interview.tryOut.crm,
  );
};

/** A signature proves nothing without a relay that runs, so the secret's form is what can be looked at. */
const webhookForm = (answers: Answers): Promise<Finding> =>
  Promise.resolve(
    answers.ELEVENLABS_WEBHOOK_SECRET_FILE ||
      (answers.ELEVENLABS_WEBHOOK_SECRET ?? '')
        .split(',')
        .every((one) => /^[\x21-\x7e]{16,}$/.test(one.trim()))
      ? {
          verdict: 'ok',
          what: 'The secret looks like one. When the relay runs, `npm run relay -- send-test-webhook` tries it out.',
          mend: null,
        }
      : {
          verdict: 'fail',
          what: 'The webhook secret is too short, or holds blanks or characters that no secret of ElevenLabs has.',
          mend: 'Copy it as ElevenLabs showed it when the webhook was made.',
        },
  );

export const askAssistants = async (interview: Interview): Promise<void> => {
  const { answers } = interview;
  interview.print('');
  interview.print('ElevenLabs: AI agents that take calls (docs/elevenlabs.md)');
  if (!(await confirm(interview, 'Do AI agents take calls?', has(answers, 'ELEVENLABS_WEBHOOK_SECRET')))) {
    forget(answers, ['ELEVENLABS_WEBHOOK_SECRET', 'ELEVENLABS_INITIATION_SECRET']);
    return;
  }
  await asked(
    interview,
    async () => {
      await askFor(interview, 'ELEVENLABS_WEBHOOK_SECRET', 'Secret of the post-call webhook (not shown)');
    },
    webhookForm,
  );
  if (has(answers, 'ELEVENLABS_INITIATION_SECRET')) return;
  answers.ELEVENLABS_INITIATION_SECRET = longRandom();
  interview.print('  ELEVENLABS_INITIATION_SECRET is made; .env has it for the header x-initiation-secret.');
};

export const askSharing = async (interview: Interview): Promise<void> => {
  const { answers } = interview;
  interview.print('');
  interview.print('Several relays: they share over Redis (docs/operations.md)');
  if (!(await confirm(interview, 'Is this one of several relays?', has(answers, 'REDIS_URL')))) {
    forget(answers, ['REDIS_URL']);
    return;
  }
  await asked(
    interview,
    async () => {
      await askFor(interview, 'REDIS_URL', 'Redis, e.g. redis://user:password@host:6379/0 (not shown)');
    },
    interview.tryOut.redis,
  );
};

export const askRelay = async (interview: Interview): Promise<void> => {
  const { answers } = interview;
  interview.print('');
  interview.print('The relay itself');
  await askFor(interview, 'DEFAULT_COUNTRY', 'Country of numbers without a country code', 'DE');
  await askFor(interview, 'PORT', 'Port to listen on', '3000');
  const proxied = Boolean(answers.TRUST_PROXY) && answers.TRUST_PROXY !== 'false';
  if (
    !answers.TLS_CERT &&
    (await confirm(interview, 'Is a TLS proxy on this machine in front of it?', proxied))
  ) {
    answers.TRUST_PROXY ||= '127.0.0.1,::1';
    answers.HOST ||= '127.0.0.1';
  } else if (await confirm(interview, 'Has the relay a certificate of its own?', Boolean(answers.TLS_CERT))) {
    await askFor(interview, 'TLS_CERT', 'Path of the certificate with its chain (PEM)');
    await askFor(interview, 'TLS_KEY', 'Path of its key (PEM)');
  } else if (!answers.HOST)
    interview.print('  It listens on this machine only (HOST 127.0.0.1), until that changes.');
  if (has(answers, 'API_KEY')) return;
  answers.API_KEY = longRandom();
  interview.print('  API_KEY is made: a new one of 64 characters; .env has it.');
};
