/** Which PBXs there are: one from AMI_*, or those of config.json; each with the settings that hold for it. */
import type { PbxConfig } from './config';
import type { Environment, EnvironmentValues } from './environment';
import type { FileSettings } from './file';
import type { PbxEntry } from './pbx-entry';
import { fileText } from './file-text';
import type { ConfigProblem } from './problem';

const secretOf = (
  name: string,
  entry: { secret?: string | undefined; secretFile?: string | undefined },
  problems: ConfigProblem[],
): string => {
  if (entry.secret !== undefined && entry.secretFile === undefined) return entry.secret;
  if (entry.secretFile !== undefined && entry.secret === undefined)
    return fileText(`${name}.secretFile`, entry.secretFile, problems);
  problems.push({
    name: `${name}.secret`,
    found: entry.secret === undefined ? 'it is missing' : 'secret and secretFile are both given',
    allowed: 'give secret or secretFile',
  });
  return '';
};

const portOf = (tls: boolean): number => (tls ? 5039 : 5038);

const amiTls = (name: string, tls: PbxEntry['tls'], problems: ConfigProblem[]): PbxConfig['tls'] => {
  if (typeof tls === 'boolean') return tls ? { rejectUnauthorized: true } : null;
  const ca = tls.caFile === undefined ? undefined : fileText(`${name}.tls.caFile`, tls.caFile, problems);
  return { rejectUnauthorized: tls.verify, ...(ca !== undefined && { ca }) };
};

/** What holds for all PBXs, under what a PBX has of its own. */
const settingsOf = (file: FileSettings, own: Partial<PbxEntry> = {}) => ({
  dial: { ...file.dial, ...own.dial },
  dialplan: { ...file.dialplan, ...own.dialplan },
  phones: { ...file.phones, ...own.phones },
  numbers: own.numbers ?? file.numbers,
});

const pbxOfEntry = (
  file: FileSettings,
  entry: PbxEntry,
  index: number,
  problems: ConfigProblem[],
): PbxConfig => {
  const name = `config.json: pbxs.${index}`;
  const login = { username: entry.username, secret: secretOf(name, entry, problems) };
  return {
    ...login,
    id: entry.id,
    host: entry.host,
    port: entry.port ?? portOf(entry.tls !== false),
    tls: amiTls(name, entry.tls, problems),
    control: entry.control
      ? { username: entry.control.username, secret: secretOf(`${name}.control`, entry.control, problems) }
      : login,
    ...settingsOf(file, entry),
  };
};

const amiNames = [
  'AMI_HOST',
  'AMI_PORT',
  'AMI_USERNAME',
  'AMI_SECRET',
  'AMI_TLS',
  'AMI_CONTROL_USERNAME',
  'AMI_CONTROL_SECRET',
] as const;

/** @param given the environment as it was set; null where no PBX is needed */
export const pbxsOf = (
  values: EnvironmentValues,
  file: FileSettings,
  given: Environment | null,
  problems: ConfigProblem[],
): PbxConfig[] => {
  if (file.pbxs) {
    for (const name of amiNames) {
      if (values[name] === undefined) continue;
      problems.push({
        name,
        found: 'it is set, and config.json has pbxs',
        allowed: 'name the PBXs in one place: AMI_* for one, pbxs in config.json for several',
      });
    }
    const twice = file.pbxs.find(
      (pbx, index) => file.pbxs?.findIndex((other) => other.id === pbx.id) !== index,
    );
    if (twice)
      problems.push({
        name: 'config.json: pbxs',
        found: `the id "${twice.id}" twice`,
        allowed: 'ids that differ',
      });
    return file.pbxs.map((entry, index) => pbxOfEntry(file, entry, index, problems));
  }
  const required = ['AMI_HOST', 'AMI_USERNAME', 'AMI_SECRET'] as const;
  for (const name of required) {
    // Set but wrong has been said already.
    if (given === null || values[name] !== undefined || given[name]?.trim() || given[`${name}_FILE`])
      continue;
    problems.push({ name, found: 'it is missing', allowed: 'the relay can not reach Asterisk without it' });
  }
  const { AMI_CONTROL_USERNAME: username, AMI_CONTROL_SECRET: secret, AMI_TLS: tls = false } = values;
  if ((username === undefined) !== (secret === undefined))
    problems.push({
      name: username === undefined ? 'AMI_CONTROL_USERNAME' : 'AMI_CONTROL_SECRET',
      found: 'it is missing',
      allowed: 'a login for writing needs both AMI_CONTROL_USERNAME and AMI_CONTROL_SECRET',
    });
  const login = { username: values.AMI_USERNAME ?? '', secret: values.AMI_SECRET ?? '' };
  const control = username !== undefined && secret !== undefined ? { username, secret } : login;
  return [
    {
      id: 'pbx',
      host: values.AMI_HOST ?? '',
      port: values.AMI_PORT ?? portOf(tls),
      ...login,
      tls: tls ? { rejectUnauthorized: true } : null,
      control,
      ...settingsOf(file),
    },
  ];
};
