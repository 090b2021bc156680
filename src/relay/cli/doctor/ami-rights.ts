/**
 * Signs in to a manager interface and asks which actions this user may use (Asterisk 22: `ListCommands` names those and no
 * others). It listens to no events and changes nothing.
 */
import { err, ok, type Result } from '../../../shared/result';
import { connectionProblem, openAmiSocket, type AmiAddress } from '../../pbx/ami-socket';

const timeoutMs = 10_000;
const maxBytes = 512 * 1_024;
// eslint-disable-next-line no-control-regex -- these are what must not get into an action
const control = /[\u0000-\u001f\u007f]/;

/** @returns the names of the actions, in small letters; else why not, as a sentence */
export const askAmiRights = (
  login: AmiAddress & { username: string; secret: string },
): Promise<Result<Set<string>, string>> =>
  new Promise((resolve) => {
    const { host, port, username, secret } = login;
    if (control.test(username + secret)) {
      resolve(err('The name or the secret of the manager user holds a control character.'));
      return;
    }
    const done = (result: Result<Set<string>, string>): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const send = (id: string, action: string, headers: string[] = []): void => {
      socket.write([`Action: ${action}`, `ActionID: doctor-${id}`, ...headers, '', ''].join('\r\n'));
    };
    const read = (message: string): void => {
      const has = (line: string): boolean => message.split('\r\n').includes(line);
      if (has('ActionID: doctor-1') && has('Response: Success')) send('2', 'ListCommands');
      else if (has('ActionID: doctor-1'))
        done(
          err(
            `Asterisk at ${host}:${port} refused the manager user "${username}". Check its secret, and that its permit line in manager.conf allows the address of this machine.`,
          ),
        );
      else if (has('ActionID: doctor-2')) {
        const names = [...message.matchAll(/^(\w+): .*\(Priv: /gm)].map(([, name = '']) =>
          name.toLowerCase(),
        );
        done(ok(new Set(names)));
      }
    };

    let received = '';
    let greeted = false;
    let broken: NodeJS.ErrnoException | null = null;
    const socket = openAmiSocket(login, () => {});
    const timer = setTimeout(
      () =>
        done(
          err(
            `${host}:${port} did not answer within ${timeoutMs / 1_000} s. Check AMI_HOST, AMI_PORT, AMI_TLS and the firewall.`,
          ),
        ),
      timeoutMs,
    );
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (received.length > maxBytes) done(err(`${host}:${port} says more than a manager interface does.`));
      const greeting = received.indexOf('\r\n');
      if (!greeted && greeting >= 0) {
        greeted = true;
        if (!received.startsWith('Asterisk Call Manager/'))
          done(
            err(
              `What answers at ${host}:${port} is not Asterisk's manager interface. Check AMI_HOST and AMI_PORT.`,
            ),
          );
        received = received.slice(greeting + 2);
        send('1', 'Login', [`Username: ${username}`, `Secret: ${secret}`, 'Events: off']);
      }
      for (let end = received.indexOf('\r\n\r\n'); greeted && end >= 0; end = received.indexOf('\r\n\r\n')) {
        const message = received.slice(0, end);
        received = received.slice(end + 4);
        read(message);
      }
    });
    socket.on('error', (error) => (broken = error));
    socket.on('close', () => done(err(connectionProblem(login, broken))));
  });
