/** A certificate that is renewed on the disk is served without a restart. */
import { Server as TlsServer } from 'node:tls';
import type { Logger } from '../../shared/logger';
import type { Config } from '../config/config';
import type { ConfigProblem } from '../config/problem';
import { tlsOf } from '../config/tls';

type Tls = NonNullable<Config['http']['tls']>;

/** Looked at rather than watched: what renews certificates swaps links, folders and mounts, which watching does not survive. */
export const certificateLookMs = 10_000;

/**
 * @param server what listens; connections that are open keep the certificate they began with
 * @returns looks at the files once. A pair that is broken, or half renewed, changes nothing and is said once.
 */
export const createCertificateWatch = (tls: Tls, server: object, logger: Logger): (() => void) => {
  let served = tls.cert + tls.key;
  let complaint = '';
  return () => {
    const problems: ConfigProblem[] = [];
    const next = tlsOf({ TLS_CERT: tls.certPath, TLS_KEY: tls.keyPath }, problems);
    if (!next) {
      const said = problems.map(({ name, found }) => `${name}: ${found}`).join('; ');
      if (said !== complaint)
        logger.error(`The new certificate is not taken, and the one before it is served on: ${said}.`);
      complaint = said;
      return;
    }
    complaint = '';
    if (next.cert + next.key === served) return;
    if (!(server instanceof TlsServer)) return;
    server.setSecureContext({ cert: next.cert, key: next.key });
    served = next.cert + next.key;
    logger.info('The certificate was renewed; new connections get it.', { validUntil: next.validUntil });
  };
};
