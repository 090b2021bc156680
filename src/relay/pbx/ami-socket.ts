/** A TCP or TLS connection to a manager interface, and the sentence a person reads when there is none. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { because, type ErrorDetails } from '../../shared/error-reasons';

export interface AmiTls {
  /** PEM of the authority that signed Asterisk's certificate; without it the system's authorities are asked. */
  ca?: string | undefined;
  rejectUnauthorized: boolean;
}

export interface AmiAddress {
  host: string;
  port: number;
  tls: AmiTls | null;
}

export const addressOf = ({ host, port, tls }: AmiAddress): string => `${host}:${port}${tls ? ' (TLS)' : ''}`;

/** @param onOpen runs once bytes may be written: after the TCP connect, with TLS after the handshake */
export const openAmiSocket = ({ host, port, tls }: AmiAddress, onOpen: () => void): Socket => {
  if (!tls) return connectTcp({ host, port, noDelay: true, keepAlive: true }, onOpen);
  const socket = connectTls(
    { host, port, ...(tls.ca ? { ca: tls.ca } : {}), rejectUnauthorized: tls.rejectUnauthorized },
    onOpen,
  );
  socket.setNoDelay(true);
  socket.setKeepAlive(true);
  return socket;
};

const certificateCodes = /CERT|SELF_SIGNED|VERIFY|ISSUER/;

/** What stands behind a failed connection and what to check, as one or two sentences. */
export const connectionProblem = (address: AmiAddress, error: NodeJS.ErrnoException | null): string => {
  const where = addressOf(address);
  const code = error?.code ?? '';
  if (code === 'ECONNREFUSED') {
    return `Nothing listens at ${where}. Check AMI_HOST and AMI_PORT, and that Asterisk runs with "enabled = yes" in manager.conf.`;
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return `The name "${address.host}" could not be looked up. Check AMI_HOST and this machine's DNS.`;
  }
  if (['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EACCES'].includes(code)) {
    return `${where} can not be reached. Check AMI_HOST, the network and the firewall between here and the PBX.`;
  }
  if (certificateCodes.test(code)) {
    return `The certificate of ${where} is not trusted (${code}). Give its authority in the TLS settings, or check that AMI_HOST is the name in the certificate.`;
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') {
    return `${where} does not speak TLS. Check AMI_TLS and AMI_PORT (with TLS Asterisk usually listens on 5039).`;
  }
  return error
    ? `The connection to ${where} broke (${code || error.message}). It is tried again.`
    : `Asterisk at ${where} closed the connection. It is tried again.`;
};

/** Why there is none, for an agent, who can only tell his IT. */
export const connectionReason = (address: AmiAddress, error: NodeJS.ErrnoException | null): ErrorDetails =>
  because(certificateCodes.test(error?.code ?? '') ? 'pbx-untrusted' : 'pbx-away', {
    host: addressOf(address),
  });
