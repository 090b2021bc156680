/** TLS_CERT and TLS_KEY: read, and tried against each other, so that a wrong pair is said at the start and by its name. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { iso } from '../../shared/clock';
import type { Config } from './config';
import type { EnvironmentValues } from './environment';
import { fileText } from './file-text';
import type { ConfigProblem } from './problem';

const parsed = <T>(parse: () => T): T | null => {
  try {
    return parse();
  } catch {
    // What OpenSSL says of a broken key is not for a person, and may hold a part of it.
    return null;
  }
};

/** @returns PEM texts, or null without TLS; what is wrong is added to the problems */
export const tlsOf = (
  values: Pick<EnvironmentValues, 'TLS_CERT' | 'TLS_KEY'>,
  problems: ConfigProblem[],
): Config['http']['tls'] => {
  const { TLS_CERT: certPath, TLS_KEY: keyPath } = values;
  if (certPath === undefined && keyPath === undefined) return null;
  if (certPath === undefined || keyPath === undefined) {
    const missing = certPath === undefined ? 'TLS_CERT' : 'TLS_KEY';
    problems.push({ name: missing, found: 'it is missing', allowed: 'TLS needs both TLS_CERT and TLS_KEY' });
    return null;
  }
  const before = problems.length;
  const cert = fileText('TLS_CERT', certPath, problems);
  const key = fileText('TLS_KEY', keyPath, problems);
  if (problems.length > before) return null;

  // The first certificate of a chain is the server's own.
  const certificate = parsed(() => new X509Certificate(cert));
  const privateKey: KeyObject | null = parsed(() => createPrivateKey(key));
  if (!certificate)
    problems.push({
      name: 'TLS_CERT',
      found: `"${certPath}" is no certificate`,
      allowed: 'a PEM file that begins with the certificate of this server, then its chain',
    });
  if (!privateKey)
    problems.push({
      name: 'TLS_KEY',
      found: `"${keyPath}" is no private key that can be read without a passphrase`,
      allowed: 'a PEM file with the private key of the certificate, not encrypted',
    });
  if (!certificate || !privateKey) return null;
  if (!certificate.checkPrivateKey(privateKey)) {
    problems.push({
      name: 'TLS_KEY',
      found: `"${keyPath}" does not fit the certificate in "${certPath}"`,
      allowed: 'the private key that this certificate was made for',
    });
    return null;
  }
  return { cert, key, certPath, keyPath, validUntil: iso(certificate.validToDate.getTime()) };
};
