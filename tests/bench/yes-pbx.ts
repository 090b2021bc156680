/** A PBX for benches, which says yes to everything, and the events of its calls. */
import { createServer, type Socket } from 'node:net';
import { fill, templates } from '../../src/simulators/asterisk/template';

/** A PBX that says yes to everything: what is measured is the relay. */
export const fakePbx = async () => {
  /** Of each relay the one connection that events go to. */
  const listening = new Set<Socket>();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => listening.delete(socket));
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    let rest = '';
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
        const action = rest.slice(0, end).toLowerCase();
        rest = rest.slice(end + 4);
        const id = /actionid: *(\S+)/.exec(action)?.[1] ?? '';
        const list = /action: *(coreshowchannels|status|bridgelist|queuestatus)/.exec(action);
        if (/events: *call,agent/.test(action)) listening.add(socket);
        socket.write(`Response: Success\r\nActionID: ${id}\r\n${list ? 'EventList: start\r\n' : ''}\r\n`);
        if (list)
          socket.write(
            `Event: ${list[1] === 'coreshowchannels' ? 'CoreShowChannelsComplete' : `${list[1]}Complete`}\r\nActionID: ${id}\r\nEventList: Complete\r\nListItems: 0\r\n\r\n`,
          );
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    write: (text: string): void => {
      for (const socket of listening) socket.write(text);
    },
    close: () => server.close(),
  };
};

export const extensionOf = (agent: number): string => String(2_000 + agent);

/** The n-th call, at one of so many agents; each step is what Asterisk writes at once. */
export const callText = (n: number, agents: number): { linkedId: string; steps: string[] } => {
  const linkedId = `1795421135.${n * 2}`;
  const values: Record<string, string> = {
    id1: linkedId,
    id2: `1795421135.${n * 2 + 1}`,
    serial1: (n * 2).toString(16).padStart(8, '0'),
    serial2: (n * 2 + 1).toString(16).padStart(8, '0'),
    bridge1: `bridge-${n}`,
    agent: extensionOf(n % agents),
    agentName: `Agent ${n % agents}`,
    remote: `4917112${String(n % 100_000).padStart(5, '0')}`,
    remoteName: 'Jürgen Groß',
    did: '4930555001',
    company: '4930555000',
    companyName: 'Beispiel GmbH',
  };
  const steps = templates['direct-answered'].steps.map((step) =>
    step.events.map((event) => `${fill(event, values)}\n\n`.replaceAll('\n', '\r\n')).join(''),
  );
  return { linkedId, steps };
};

/** A call that rings at the phones of so many agents at once, and its end. */
export const ringAllText = (n: number, agents: number): { linkedId: string; ring: string; end: string } => {
  const { linkedId } = callText(n, agents);
  const [first, ...perPhone] = templates['direct-answered'].steps[0]?.events ?? [];
  const values = (agent: number): Record<string, string> => ({
    id1: linkedId,
    id2: `${linkedId}${agent + 1}`,
    serial1: (n * 2).toString(16).padStart(8, '0'),
    serial2: (0x10_000 + agent).toString(16).padStart(8, '0'),
    agent: extensionOf(agent),
    agentName: `Agent ${agent}`,
    remote: '4917112000001',
    remoteName: '',
    did: '4930555001',
  });
  const wire = (event: string, agent: number): string =>
    `${fill(event, values(agent))}\n\n`.replaceAll('\n', '\r\n');
  const ring = Array.from({ length: agents }, (_none, agent) => perPhone.map((event) => wire(event, agent)));
  const hangup = (id: string, channel: string): string =>
    `Event: Hangup\r\nPrivilege: call,all\r\nChannel: ${channel}\r\nUniqueid: ${id}\r\nLinkedid: ${linkedId}\r\nCause: 16\r\n\r\n`;
  const ends = Array.from({ length: agents }, (_none, agent) => {
    const { id2 = '', serial2 = '' } = values(agent);
    return hangup(id2, `PJSIP/${extensionOf(agent)}-${serial2}`);
  });
  return {
    linkedId,
    ring: wire(first ?? '', 0) + ring.flat().join(''),
    end: ends.join('') + hangup(linkedId, `PJSIP/trunk-main-${values(0)['serial1'] ?? ''}`),
  };
};
