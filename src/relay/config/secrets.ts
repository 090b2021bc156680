const secretName = /secret|password|apiKey|token$|^key$/i;

/**
 * Every value of the settings that is a secret, by the name of its setting: the log hides them wherever they turn up.
 * @param settings any part of them
 */
export const secretsOf = (settings: unknown, isSecret = false): string[] => {
  if (typeof settings === 'string') return isSecret ? [settings] : [];
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) =>
    secretsOf(value, secretName.test(name) || (isSecret && Array.isArray(settings))),
  );
};
