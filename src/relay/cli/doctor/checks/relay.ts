import { failure, fine, warning, type Check } from '../check';

export const configuration: Check = ({ config, warnings }) => {
  const [first] = warnings;
  return first === undefined
    ? fine(`The settings are complete (${config.pbxs.map(({ id }) => id).join(', ')}).`)
    : warning('The settings hold something that is weaker than it looks.', warnings.join(' '));
};

export const relay: Check = ({ relay: { url, health, status, problem }, config }) => {
  if (!health)
    return failure(
      problem ?? `${url} could not be asked.`,
      'Start the relay, or name where it runs with --url; HOST, PORT and the proxy decide its address.',
    );
  if (config.http.apiKey === null)
    return warning(
      `The relay ${health.version} runs at ${url}; without API_KEY it can not be asked for more.`,
      'Set API_KEY (e.g. from `openssl rand -hex 32`) for the relay and for this command.',
    );
  if (!status)
    return failure(
      problem ?? `${url} told nothing about itself.`,
      'Give this command the API_KEY, and the version, of the relay that runs.',
    );
  const down = health.pbx.filter(({ state }) => state !== 'connected');
  if (down.length > 0)
    return failure(
      `The relay ${health.version} runs at ${url}, and does not hear ${down.map(({ id }) => id).join(', ')}.`,
      down
        .map(({ problem: why }) => why ?? '')
        .join(' ')
        .trim() || 'Wait a moment: it may be connecting.',
    );
  const storage = health.storage?.problem ?? null;
  if (storage !== null) return failure(storage, 'Make room where DATA_DIR is; what waits is stored then.');
  return fine(`The relay ${health.version} runs at ${url} and hears every PBX.`);
};
