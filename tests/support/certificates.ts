/** Real certificates from openssl, for as long as a test needs them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  certPath: string;
  keyPath: string;
  /** What a client trusts to accept it. */
  pem: string;
}

/** Self-signed, for 127.0.0.1 and localhost. `remove` deletes the folder they are in. */
export const createCertificates = () => {
  const dir = mkdtempSync(join(tmpdir(), 'cti-tls-'));
  const make = (name: string): Certificate => {
    const [certPath, keyPath] = [join(dir, `${name}.pem`), join(dir, `${name}.key`)];
    execFileSync(
      'openssl',
      [
        ...[
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '2',
        ],
        ...['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
        ...['-keyout', keyPath, '-out', certPath],
      ],
      { stdio: 'pipe' },
    );
    return { certPath, keyPath, pem: readFileSync(certPath, 'utf8') };
  };
  return { dir, make, remove: () => rmSync(dir, { recursive: true, force: true }) };
};
