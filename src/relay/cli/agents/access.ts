/** How an agent's desktops come in, and how they are put out. */
import { enrolLink } from '../../../shared/app-links/enrol-link';
import { agentDevicesSchema } from '../../../shared/protocol/agent-devices';
import { enrolmentResponseSchema } from '../../../shared/protocol/rest';
import type { ExitCode } from '../command';
import type { AgentsAt } from './api';

/** In two halves, as the desktop shows it: easier to read out. */
export const spoken = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

export const enrol = async (id: string, { terminal, api, desks }: AgentsAt): Promise<ExitCode> => {
  const made = enrolmentResponseSchema.safeParse(await api.enrolment(id));
  if (!made.success) return 2;
  const { code, expiresAt } = made.data;
  terminal.print(
    `Code for ${id}: ${spoken(code)} (works once, until ${expiresAt}). The Companion asks for it, and for the relay's address.`,
  );
  const link = enrolLink(desks, code);
  terminal.print(
    link === null
      ? `No link that signs in by a click: desktops take none to ${desks.join(', ')}, which is not encrypted. Name the relay's https address in "relays" of config.json.`
      : `Or, by one click on his desk: ${link}`,
  );
  return 0;
};

export const devices = async (id: string, { terminal, api }: AgentsAt): Promise<ExitCode> => {
  const answer = agentDevicesSchema.safeParse(await api.devices(id));
  if (!answer.success) return 2;
  for (const { id: device, name, createdAt, lastSeenAt, online } of answer.data.devices)
    terminal.print(
      [
        online ? 'online ' : 'offline',
        device,
        name ?? '(no name)',
        createdAt === null ? 'since before this was written down' : `since ${createdAt}`,
        `last seen ${lastSeenAt ?? 'never'}`,
      ].join('  '),
    );
  if (answer.data.devices.length === 0)
    terminal.print(`${id} has no device yet; "agents enrol ${id}" prints a code for one.`);
  return 0;
};

export const revokeDevice = async (
  id: string,
  device: string,
  { terminal, api }: AgentsAt,
): Promise<ExitCode> => {
  if ((await api.removeDevice(id, device)) === null) return 2;
  terminal.print(`The device ${device} of ${id} is signed out; his others stay.`);
  return 0;
};

export const revoke = async (id: string, { terminal, api }: AgentsAt): Promise<ExitCode> => {
  if ((await api.remove(id)) === null) return 2;
  terminal.print(`${id} has no access any more; desktops that were open are signed out.`);
  return 0;
};
